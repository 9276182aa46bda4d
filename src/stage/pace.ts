import { useEffect, useReducer, useRef } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback } from '../timeline';

/** So many changes a second one can read along; faster, mounting rows is what costs. */
const READABLE_PER_SECOND = 60;
/** So many changes may come at once before it counts as faster. */
const READABLE_AT_ONCE = 60;
/** While more comes, what is shown is renewed this often. */
const RENEW_MS = 250;

/**
 * Renders again when `count` has changed after something happened or the playhead moved: at once while one can read
 * along, four times a second in a burst. Nothing is scheduled while nothing changes.
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
