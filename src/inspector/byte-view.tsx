import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { ByteRange, Field } from '../protocol/unit';
import styles from './byte-view.module.css';
import { CopyUnit } from './copy-unit';
import { isLit, type Parts } from './parts';

const ROW_BYTES = 8;
const BLOCK_ROWS = 64;
const BLOCK_BYTES = ROW_BYTES * BLOCK_ROWS;
const ROW_PX = 24;

/**
 * The unit's own bytes, as hex and as text. Offsets count on the wire where the unit's bytes stand there as they
 * are, else from the unit's first byte. Drawn in blocks of 512 bytes, only near the visible part.
 */
export function ByteView({ decoder, pointing, unit, fields, lit }: Parts) {
  const scroller = useRef<HTMLElement>(null);
  useScrollTo(scroller, lit);
  const bytes = decoder.bytesOf(unit);
  const isOnWire = unit.layer === 'tcp' || unit.layer === 'http' || unit.layer === 'websocket';
  const base = isOnWire ? unit.start : 0;
  const fieldAt = (event: PointerEvent): Field | undefined => {
    const at = (event.target as HTMLElement).dataset.at;
    return at === undefined ? undefined : fields.find((field) => field.start <= +at && +at < field.end);
  };
  const rangeOf = (field: Field | undefined) =>
    field ? { unit, range: { start: field.start, end: field.end } } : null;
  const blocks = Array.from({ length: Math.ceil(bytes.length / BLOCK_BYTES) }, (_, i) => i * BLOCK_BYTES);
  return (
    <figure className={styles.figure} aria-label="Bytes">
      <figcaption className={styles.caption}>
        <span>
          {isOnWire
            ? `Bytes ${base} to ${base + bytes.length - 1} that the ${unit.sender} sent`
            : 'Its own bytes'}
        </span>
        <CopyUnit decoder={decoder} unit={unit} />
      </figcaption>
      {/* What the pointer finds here stands in the field list too, which the keyboard reaches. */}
      <section
        ref={scroller}
        className={styles.bytes}
        aria-label="Bytes, in hexadecimal and as text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        onPointerOver={(event) => pointing.point(rangeOf(fieldAt(event)))}
        onPointerLeave={() => pointing.point(null)}
        onPointerUp={(event) => {
          const selection = rangeOf(fieldAt(event));
          if (selection) pointing.select(selection);
        }}
      >
        {blocks.map((start) => (
          <Block
            key={start}
            start={start}
            bytes={bytes.subarray(start, start + BLOCK_BYTES)}
            base={base}
            lit={lit && isLit({ start, end: start + BLOCK_BYTES }, lit) ? lit : null}
          />
        ))}
      </section>
    </figure>
  );
}

/** Brings the lit bytes into sight, unless the pointer is in the bytes: they would run away from it. */
function useScrollTo(scroller: RefObject<HTMLElement | null>, lit: ByteRange | null): void {
  const start = lit?.start;
  useEffect(() => {
    const box = scroller.current;
    if (!box || start === undefined || box.matches(':hover')) return;
    const top = Math.floor(start / ROW_BYTES) * ROW_PX;
    if (top < box.scrollTop || top + ROW_PX > box.scrollTop + box.clientHeight) {
      box.scrollTop = top - ROW_PX;
    }
  }, [scroller, start]);
}

interface BlockProps {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly lit: ByteRange | null;
}

/** 64 rows; outside the visible part only their height. */
function Block({ start, bytes, base, lit }: BlockProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(start === 0);
  useEffect(() => {
    const block = box.current!;
    const observer = new IntersectionObserver(([entry]) => setIsNear(entry?.isIntersecting ?? false), {
      // The part that scrolls: a margin around the window would not reach into it.
      root: block.parentElement,
      rootMargin: '600px',
    });
    observer.observe(block);
    return () => observer.disconnect();
  }, []);
  const rows: number[] = [];
  for (let at = 0; at < bytes.length; at += ROW_BYTES) rows.push(at);
  return (
    <div ref={box} style={{ minHeight: rows.length * ROW_PX }}>
      {isNear &&
        rows.map((at) => (
          <Row key={at} start={start + at} bytes={bytes.subarray(at, at + ROW_BYTES)} base={base} lit={lit} />
        ))}
    </div>
  );
}

function Row({ start, bytes, base, lit }: BlockProps) {
  const cells = [...bytes].map((byte, index) => {
    const at = start + index;
    return { at, byte, isLit: lit !== null && lit.start <= at && at < lit.end };
  });
  return (
    <div className={styles.row}>
      <span className={styles.offset}>{(base + start).toString().padStart(4, '0')}</span>
      <span className={styles.hex} data-bytes>
        {cells.map(({ at, byte, isLit: isOn }) => (
          <span key={at} data-at={at} data-lit={isOn}>
            {byte.toString(16).padStart(2, '0')}
          </span>
        ))}
      </span>
      <span className={styles.text} aria-hidden="true">
        {cells.map(({ at, byte, isLit: isOn }) => (
          <span key={at} data-at={at} data-lit={isOn}>
            {printable(byte)}
          </span>
        ))}
      </span>
    </div>
  );
}

const printable = (byte: number) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·');
