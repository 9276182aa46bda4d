import { type RefObject, useEffect, useState } from 'react';

/** The rows of a scrolling box that are near its visible part, half-open. */
interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** Rows above and below the visible ones, so that scrolling does not show a gap. */
const MARGIN_ROWS = 12;
/** The window moves in steps: not each scrolled pixel draws again. */
const STEP_ROWS = 4;

/** Which of `count` rows of `rowPx` are to be drawn in the box, as it is scrolled and sized. */
export function useRowWindow(box: RefObject<HTMLElement | null>, count: number, rowPx: number): RowWindow {
  const [view, setView] = useState({ step: 0, rows: 24 });
  useEffect(() => {
    const element = box.current!;
    const look = () => {
      const step = Math.floor(element.scrollTop / rowPx / STEP_ROWS);
      const rows = Math.ceil(element.clientHeight / rowPx);
      setView((old) => (old.step === step && old.rows === rows ? old : { step, rows }));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box, rowPx]);
  const first = Math.max(0, view.step * STEP_ROWS - MARGIN_ROWS);
  return { first, end: Math.min(count, (view.step + 1) * STEP_ROWS + view.rows + MARGIN_ROWS) };
}
