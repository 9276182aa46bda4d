import { type RefObject, useEffect, useState } from 'react';

/** The rows near the visible part of a scrolling box, half-open. */
interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** Extra rows above and below, so that scrolling shows no gap. */
const MARGIN_ROWS = 12;
/** The window moves in steps, not with every pixel. */
const STEP_ROWS = 4;

/** Which of `count` rows of `rowPx` to draw, given the box's scroll position and size. */
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
