import type { PointerEvent } from 'react';
import { termOf } from '../protocol/terms';
import type { Field } from '../protocol/unit';
import { useMedia } from '../ui/use-media';
import styles from './frame-bits.module.css';
import { absentSentence, type FigureCell, frameFigure } from './frame-figure';
import { isLit, isSameField, type Parts } from './parts';

const FIGURE_BYTES = 32;

/**
 * The frame's header as RFC 6455 §5.2 draws it. Its bits are too narrow for a finger or the keyboard, so the field list
 * has them, too.
 */
export function FrameBits(parts: Parts) {
  const { decoder, pointing, unit, fields, lit, open, toggle, isHidden } = parts;
  const width = useMedia('(width < 500px), (pointer: coarse)') ? 16 : 32;
  const bytes = decoder.bytesOf(unit, { start: 0, end: FIGURE_BYTES });
  const cells = frameFigure(fields, bytes, width);
  const fieldOf = (event: PointerEvent): Field | undefined => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]')?.dataset.cell;
    return cell === undefined ? undefined : cells[Number(cell)]?.field;
  };
  // Bits share a byte: a lit range cannot tell them apart.
  const isCellLit = ({ field }: FigureCell) =>
    open?.bits ? isSameField(field, open) : isLit(field, lit) && !(field.bits && lit.some(isWide));
  const shown = open && cells.some(({ field }) => isSameField(field, open)) ? open : null;
  return (
    <figure className={styles.figure} aria-label={`The frame’s bits, ${width} a row (RFC 6455 §5.2)`}>
      <div
        className={styles.bits}
        aria-hidden="true"
        data-width={width}
        style={{ gridTemplateColumns: `repeat(${width}, minmax(0, 1fr))` }}
        onPointerOver={(event) => {
          const field = fieldOf(event);
          pointing.point(field ? { unit, range: { start: field.start, end: field.end } } : null);
        }}
        onPointerLeave={() => pointing.point(null)}
        onPointerUp={(event) => {
          const field = fieldOf(event);
          if (field) toggle(field);
        }}
      >
        {Array.from({ length: width }, (_, bit) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bit's number is its identity
          <span key={bit} className={styles.number}>
            {bit % 10 === 0 ? bit / 10 : ''}
            <br />
            {bit % 10}
          </span>
        ))}
        {cells.map((cell, index) => (
          <Cell
            key={`${cell.row}-${cell.start}`}
            cell={cell}
            index={index}
            isLit={isCellLit(cell)}
            isHidden={isHidden(cell.field)}
          />
        ))}
      </div>
      <figcaption className={styles.caption}>
        {shown ? (
          <>
            <strong>{shown.name}</strong> {termOf(shown.term).text}
          </>
        ) : (
          absentSentence(fields, unit.sender)
        )}
      </figcaption>
    </figure>
  );
}

/** Whether a range is more than one byte. */
const isWide = ({ start, end }: { readonly start: number; readonly end: number }) => end - start > 1;

interface CellProps {
  readonly cell: FigureCell;
  readonly index: number;
  readonly isLit: boolean;
  readonly isHidden: boolean;
}

function Cell({ cell, index, isLit: isOn, isHidden }: CellProps) {
  const { field, row, start, end, digits, isContinued, isCut } = cell;
  const isBit = end - start === 1;
  const name = isBit ? (SHORT[field.name] ?? field.name) : (LONG[field.name] ?? field.name);
  return (
    <span
      className={styles.cell}
      data-cell={index}
      data-lit={isOn}
      data-hidden={isHidden}
      data-bit={isBit}
      style={{ gridColumn: `${start + 1} / ${end + 1}`, gridRow: row + 2 }}
    >
      <span className={styles.digits}>
        {field.bits
          ? [...digits].map((digit, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the bit's place is its identity
              <span key={place} data-one={digit === '1'}>
                {digit}
              </span>
            ))
          : `${digits}${isCut ? ' …' : ''}`}
      </span>
      <span className={styles.name} data-short={NARROW[name]}>
        <span>{isContinued ? `${name}, continued` : name}</span>
      </span>
    </span>
  );
}

/** The figure in the specification writes the names of single bits from top to bottom. */
const SHORT: Readonly<Record<string, string>> = {
  FIN: 'FIN',
  RSV1: 'RSV1',
  RSV2: 'RSV2',
  RSV3: 'RSV3',
  MASK: 'MASK',
};

/** A word that does not fit in its bits of a narrow figure. */
const NARROW: Readonly<Record<string, string>> = { opcode: 'op' };

const LONG: Readonly<Record<string, string>> = {
  Opcode: 'opcode',
  'Payload length': 'payload len (7)',
  'Extended payload length': 'extended payload length',
};
