// biome-ignore-all lint/a11y/useSemanticElements: the rows are scrolled and few of them exist, which no table element does
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a grid is operated by its arrow keys
import { type KeyboardEvent, type RefObject, useId } from 'react';
import type { ByteRange, Field, Unit } from '../protocol/unit';
import styles from './byte-view.module.css';
import { fieldAt, isLit, type Parts } from './parts';
import { characterOf, hexOf } from './peel-cells';
import { useRowWindow } from './use-window';

export const ROW_BYTES = 8;
export const ROW_PX = 24;

/** Whether the unit's own bytes stand on the wire as they are. */
export const isOnWire = ({ layer }: Unit): boolean =>
  layer === 'tcp' || layer === 'http' || layer === 'websocket';

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

/** The rows of bytes near the visible part, as a grid: the grid has the focus and names its active byte. */
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
      {shown.map((at) => (
        <Row
          key={from + at}
          id={id}
          index={(from + at - start) / ROW_BYTES + 1}
          start={from + at}
          bytes={bytes.subarray(at, at + ROW_BYTES)}
          base={base}
          lit={isLit({ start: from + at, end: from + at + ROW_BYTES }, lit) ? lit : NONE}
          cursor={cursor !== null && cursor >= from + at && cursor < from + at + ROW_BYTES ? cursor : null}
          fields={fields}
          isHidden={isHidden}
          fault={unit.fault?.range ?? null}
        />
      ))}
    </div>
  );
}

const NONE: readonly ByteRange[] = [];

interface RowProps extends Pick<Parts, 'fields' | 'lit' | 'isHidden'> {
  readonly id: string;
  readonly index: number;
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly cursor: number | null;
  /** Where a rule is broken. */
  readonly fault: ByteRange | null;
}

function Row({ id, index, start, bytes, base, lit, cursor, fields, isHidden, fault }: RowProps) {
  const cells = Array.from(bytes, (byte, nth) => {
    const at = start + nth;
    const field = fieldAt(fields, at);
    return {
      at,
      byte,
      field,
      isOn: isLit({ start: at, end: at + 1 }, lit),
      isGrey: !!field && isHidden(field),
    };
  });
  return (
    <div role="row" aria-rowindex={index} className={styles.row}>
      <span role="rowheader" className={styles.offset}>
        {(base + start).toString().padStart(4, '0')}
      </span>
      <span role="presentation" className={styles.hex} data-bytes>
        {cells.map(({ at, byte, field, isOn, isGrey }) => (
          <span
            key={at}
            role="gridcell"
            id={at === cursor ? `${id}-${at}` : undefined}
            aria-label={at === cursor ? nameOf(base + at, byte, field) : undefined}
            data-at={at}
            data-lit={isOn}
            data-hidden={isGrey}
            data-cursor={at === cursor}
            data-fault={fault !== null && fault.start <= at && at < fault.end}
          >
            {hexOf(byte)}
          </span>
        ))}
      </span>
      <span className={styles.text} aria-hidden="true">
        {cells.map(({ at, byte, isOn, isGrey }) => (
          <span key={at} data-at={at} data-lit={isOn} data-hidden={isGrey}>
            {byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·'}
          </span>
        ))}
      </span>
    </div>
  );
}

/** "byte 238: hex 8a, Masking-key". */
function nameOf(offset: number, byte: number, field: Field | undefined): string {
  const character = byte > 32 && byte < 127 ? `, ${characterOf(byte)}` : '';
  return `byte ${offset}: hex ${hexOf(byte)}${character}${field ? `, ${field.name}` : ''}`;
}
