import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Capture } from '../../capture/capture';
import type { Pointing } from '../../timeline';
import { timetableOf } from '../../timeline';
import { selectionFor } from '../innermost';
import type { LadderLayout } from './layout';

interface Options {
  readonly layout: LadderLayout;
  readonly shown: number;
  /** The selected row's flight, or null. */
  readonly selected: number | null;
  readonly capture: Capture;
  readonly pointing: Pointing;
  readonly reveal: (y: number) => void;
}

/** Arrow keys, Home and End move the selection and the focus from row to row. */
export function useLadderKeys({ layout, shown, selected, capture, pointing, reveal }: Options) {
  const wanted = useRef<{ list: HTMLElement; unit: number } | null>(null);
  useEffect(() => {
    if (!wanted.current) return;
    const { list, unit } = wanted.current;
    const row = list.querySelector<HTMLElement>(`[data-unit="${unit}"]`);
    // A row outside the window is rendered later.
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  return (event: KeyboardEvent<HTMLElement>) => {
    const current = selected === null ? shown : layout.positionOf(selected);
    const next = nextIndex(event.key, current, shown);
    if (next === null) return;
    event.preventDefault();
    const row = layout.rows[next]!;
    const { unit } = timetableOf(capture).flights[row.flight]!;
    wanted.current = { list: event.currentTarget, unit: unit.id };
    pointing.select(selectionFor(capture.decoder, unit));
    reveal(row.sentY);
  };
}

/** The row that a key leads to; null for other keys. */
export function nextIndex(key: string, current: number, shown: number): number | null {
  if (shown === 0) return null;
  const within = (index: number) => Math.min(shown - 1, Math.max(0, index));
  if (key === 'ArrowDown') return within(current + 1);
  if (key === 'ArrowUp') return within(current - 1);
  if (key === 'PageDown') return within(current + 10);
  if (key === 'PageUp') return within(current - 10);
  if (key === 'Home') return 0;
  return key === 'End' ? shown - 1 : null;
}
