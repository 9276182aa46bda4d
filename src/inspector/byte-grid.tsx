// biome-ignore-all lint/a11y/useSemanticElements: the rows are scrolled and few of them exist, which no table element does
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a grid is operated by its arrow keys

import { type KeyboardEvent, memo, type PointerEvent, type RefObject, useId } from 'react';
import { hexByte } from '../protocol/text';
import type { ByteRange, Field, Unit } from '../protocol/unit';
import styles from './byte-view.module.css';
import { fieldAt, isLit, type Parts } from './parts';
import { characterOf } from './peel-cells';
import { useRowWindow } from './use-window';

export const ROW_BYTES = 8;
export const ROW_PX = 24;

/** Whether the unit's own bytes are on the wire unchanged. */
export const isOnWire = ({ inside }: Unit): boolean => inside === null;

interface GridProps extends Parts {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Which of the unit's bytes: half-open. */
  readonly start: number;
  readonly end: number;
  readonly cursor: number | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** The rows of bytes near the visible part, as a grid, which has the focus and names its active byte. */
export function ByteGrid(props: GridProps) {
  const { decoder, unit, fields, lit, isHidden, scroller, start, end, cursor } = props;
  const id = useId();
  const rows = Math.ceil((end - start) / ROW_BYTES);
  const view = useRowWindow(scroller, rows, ROW_PX);
  const from = start + view.first * ROW_BYTES;
  const bytes = decoder.bytesOf(unit, { start: from, end: Math.min(end, start + view.end * ROW_BYTES) });
  const base = isOnWire(unit) ? unit.start : 0;
  const shown: number[] = [];
  for (let at = 0; at < bytes.length; at += ROW_BYTES) shown.push(at);
  return (
    <div
      role="grid"
      aria-label="Bytes"
      aria-rowcount={rows}
      aria-activedescendant={cursor === null ? undefined : `${id}-${cursor}`}
      tabIndex={0}
      className={styles.grid}
      style={{ paddingTop: view.first * ROW_PX, height: rows * ROW_PX }}
      onKeyDown={props.onKeyDown}
      onFocus={props.onFocus}
      onBlur={props.onBlur}
    >
      {shown.map((at) => {
        const first = from + at;
        const row = (first - start) / ROW_BYTES;
        const range = { start: first, end: first + ROW_BYTES };
        return (
          <Row
            // A row's elements are reused for the row that takes its place.
            key={row % (view.end - view.first)}
            id={id}
            index={row + 1}
            start={first}
            bytes={bytes.subarray(at, at + ROW_BYTES)}
            base={base}
            lit={isLit(range, lit) ? lit : NONE}
            cursor={cursor !== null && cursor >= first && cursor < range.end ? cursor : null}
            fields={fields}
            hidden={hiddenMask(fields, range, isHidden)}
            fault={unit.fault && isLit(unit.fault.range, [range]) ? unit.fault.range : null}
          />
        );
      })}
    </div>
  );
}

/** The bytes of a row whose fields are hidden. */
function hiddenMask(fields: readonly Field[], { start }: ByteRange, isHidden: Parts['isHidden']): number {
  let mask = 0;
  for (let at = start; at < start + ROW_BYTES; at++) {
    const field = fieldAt(fields, at);
    mask = (mask << 1) | (field && isHidden(field) ? 1 : 0);
  }
  return mask;
}

const NONE: readonly ByteRange[] = [];

interface RowProps {
  readonly id: string;
  readonly index: number;
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly fields: readonly Field[];
  readonly lit: readonly ByteRange[];
  readonly cursor: number | null;
  /** The bytes that browser tools do not show, as a mask: the first byte is the highest bit. */
  readonly hidden: number;
  /** The bytes at fault. */
  readonly fault: ByteRange | null;
}

const Row = memo(function Row({
  id,
  index,
  start,
  bytes,
  base,
  lit,
  cursor,
  fields,
  hidden,
  fault,
}: RowProps) {
  const cells = Array.from(bytes, (byte, nth) => {
    const at = start + nth;
    return {
      at,
      byte,
      isOn: isLit({ start: at, end: at + 1 }, lit),
      isGrey: ((hidden >> (7 - nth)) & 1) === 1,
    };
  });
  return (
    <div role="row" aria-rowindex={index} className={styles.row}>
      <span role="rowheader" className={styles.offset}>
        {(base + start).toString().padStart(4, '0')}
      </span>
      <span role="presentation" className={styles.hex} data-bytes>
        {cells.map(({ at, byte, isOn, isGrey }) => (
          <span
            key={at - start}
            role="gridcell"
            id={at === cursor ? `${id}-${at}` : undefined}
            aria-label={at === cursor ? nameOf(base + at, byte, fieldAt(fields, at)) : undefined}
            data-at={at}
            data-lit={isOn || undefined}
            data-hidden={isGrey || undefined}
            data-cursor={at === cursor || undefined}
            data-fault={(fault !== null && fault.start <= at && at < fault.end) || undefined}
          >
            {hexByte(byte)}
          </span>
        ))}
      </span>
      <span className={styles.text} aria-hidden="true" data-from={start} data-count={bytes.length}>
        {lit.length === 0
          ? cells.map(({ byte }) => printable(byte)).join('')
          : cells.map(({ at, byte, isOn }) => (
              <span key={at - start} data-lit={isOn || undefined}>
                {printable(byte)}
              </span>
            ))}
      </span>
    </div>
  );
}, isSameRow);

/** A stream only grows: only the number of bytes in a row changes. */
function isSameRow(a: RowProps, b: RowProps): boolean {
  return (
    a.start === b.start &&
    a.bytes.length === b.bytes.length &&
    a.base === b.base &&
    a.lit === b.lit &&
    a.cursor === b.cursor &&
    a.hidden === b.hidden &&
    a.fault === b.fault
  );
}

const printable = (byte: number) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·');

/** The byte under the pointer: a hexadecimal cell, or a place in the text. */
export function byteUnder(event: PointerEvent): number | null {
  const target = event.target as HTMLElement;
  if (target.dataset.at !== undefined) return Number(target.dataset.at);
  const text = target.closest<HTMLElement>('[data-from]');
  if (!text) return null;
  const { left, width } = text.getBoundingClientRect();
  const count = Number(text.dataset.count);
  const nth = Math.floor(((event.clientX - left) / width) * count);
  return nth >= 0 && nth < count ? Number(text.dataset.from) + nth : null;
}

/** "byte 238: hex 8a, Masking-key". */
function nameOf(offset: number, byte: number, field: Field | undefined): string {
  const character = byte > 32 && byte < 127 ? `, ${characterOf(byte)}` : '';
  return `byte ${offset}: hex ${hexByte(byte)}${character}${field ? `, ${field.name}` : ''}`;
}
