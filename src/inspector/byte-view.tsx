import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Unit } from '../protocol/unit';
import { ByteGrid, byteUnder, isOnWire, ROW_BYTES, ROW_PX } from './byte-grid';
import { nextByte } from './byte-keys';
import styles from './byte-view.module.css';
import type { Parts } from './parts';
import { chosenAt, pointedAt } from './select-byte';

/** Browsers cannot scroll beyond some millions of pixels: large payloads come in pages. */
const PAGE_BYTES = 1024 * 1024;

/**
 * The unit's own bytes, as hex and as text. Offsets count on the wire if the bytes are there unchanged, else from the
 * unit's first byte. Only the rows near the visible part are rendered.
 */
export function ByteView(parts: Parts) {
  const { decoder, pointing, unit, lit } = parts;
  const size = decoder.sizeOf(unit);
  const scroller = useRef<HTMLElement>(null);
  const [page, setPage] = useState(0);
  const [cursor, setCursor] = useState<number | null>(null);
  const pages = Math.max(1, Math.ceil(size / PAGE_BYTES));
  const start = Math.min(page, pages - 1) * PAGE_BYTES;
  useScrollTo(scroller, cursor ?? lit[0]?.start, start, (at) => setPage(Math.floor(at / PAGE_BYTES)));
  const onKeyDown = (event: KeyboardEvent) => {
    const at = cursor ?? lit[0]?.start ?? 0;
    if (event.key === 'Enter' || event.key === ' ') pointing.select(chosenAt(decoder, unit, at));
    else {
      const next = nextByte(event.key, event.ctrlKey || event.metaKey, at, size, ROW_BYTES);
      if (next === null) return;
      setCursor(next);
      pointing.point(pointedAt(decoder, unit, next));
    }
    // Elsewhere on the page, the arrows step through time.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <figure className={styles.figure} aria-label="Bytes" data-drawing>
      <figcaption className={styles.caption}>
        <span>{captionOf(unit, size)}</span>
        {pages > 1 && <Pages page={Math.min(page, pages - 1)} pages={pages} onPage={setPage} />}
      </figcaption>
      <section
        ref={scroller}
        className={styles.bytes}
        aria-label="Bytes, in hexadecimal and as text"
        onPointerMove={(event) => {
          const at = byteUnder(event);
          pointing.point(at === null ? null : pointedAt(decoder, unit, at));
        }}
        onPointerLeave={() => pointing.point(null)}
        onPointerUp={(event) => {
          const at = byteUnder(event);
          if (at !== null) pointing.select(chosenAt(decoder, unit, at));
        }}
      >
        <ByteGrid
          {...parts}
          scroller={scroller}
          start={start}
          end={Math.min(size, start + PAGE_BYTES)}
          cursor={cursor}
          onKeyDown={onKeyDown}
          onFocus={() => setCursor(cursor ?? lit[0]?.start ?? start)}
          onBlur={() => {
            setCursor(null);
            pointing.point(null);
          }}
        />
      </section>
    </figure>
  );
}

function captionOf(unit: Unit, size: number): string {
  if (size === 0) return 'No bytes';
  if (!isOnWire(unit)) return 'Its own bytes';
  const number = (value: number) => value.toLocaleString('en-US');
  return `Bytes ${number(unit.start)} to ${number(unit.start + size - 1)} that the ${unit.sender} sent`;
}

interface PagesProps {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

function Pages({ page, pages, onPage }: PagesProps) {
  return (
    <span className={styles.pages}>
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        previous
      </button>
      <span>
        MiB {page + 1} of {pages}
      </span>
      <button type="button" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
        next
      </button>
    </span>
  );
}

/** Scrolls to a byte, unless the pointer is over the bytes, which would move away from it. */
function useScrollTo(
  scroller: RefObject<HTMLElement | null>,
  at: number | undefined,
  start: number,
  onOtherPage: (at: number) => void,
): void {
  const turn = useRef(onOtherPage);
  turn.current = onOtherPage;
  useEffect(() => {
    const box = scroller.current;
    if (!box || at === undefined || box.matches(':hover')) return;
    if (at < start || at >= start + PAGE_BYTES) {
      turn.current(at);
      return;
    }
    const top = Math.floor((at - start) / ROW_BYTES) * ROW_PX;
    if (top < box.scrollTop) box.scrollTop = top;
    // Keeps one row above it visible, and as much as possible below.
    else if (top + ROW_PX > box.scrollTop + box.clientHeight) box.scrollTop = top - ROW_PX;
  }, [scroller, at, start]);
}
