import { useEffect, useReducer, useRef } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback } from '../timeline';

/** As many changes a second as one can read; beyond that, mounting rows is expensive. */
const READABLE_PER_SECOND = 60;
/** This many changes at once still count as readable. */
const READABLE_AT_ONCE = 60;
/** In a burst, the view is updated this often. */
const RENEW_MS = 250;

/**
 * Renders again when `count` has changed after an event or a move of the playhead: at once while one can read along,
 * four times a second in a burst. Idle when nothing changes.
 */
export function usePaced(capture: Capture, playback: Playback | null, count: () => number): void {
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const latest = useRef(count);
  latest.current = count;
  useEffect(() => {
    let shown = -1;
    let shownAtMs = 0;
    let readable = READABLE_AT_ONCE;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = () => {
      clearTimeout(timer);
      timer = undefined;
      const [count, nowMs] = [latest.current(), performance.now()];
      readable = Math.max(0, readableAt(nowMs) - Math.abs(count - shown));
      shown = count;
      shownAtMs = nowMs;
      render();
    };
    const readableAt = (nowMs: number) => {
      return Math.min(READABLE_AT_ONCE, readable + ((nowMs - shownAtMs) * READABLE_PER_SECOND) / 1000);
    };
    const look = () => {
      const news = Math.abs(latest.current() - shown);
      if (news === 0 || timer !== undefined) return;
      const nowMs = performance.now();
      if (news <= readableAt(nowMs) || nowMs - shownAtMs >= RENEW_MS) renew();
      else timer = setTimeout(renew, RENEW_MS - (nowMs - shownAtMs));
    };
    renew();
    const stops = [capture.subscribe(look), playback?.now.on('change', look), playback?.subscribe(look)];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop?.();
    };
  }, [capture, playback]);
}
