import { useEffect, useReducer, useRef } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback } from '../timeline';

/** Faster than this nobody reads, and mounting rows is what costs: things a second. */
const READABLE_PER_SECOND = 24;
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
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = () => {
      clearTimeout(timer);
      timer = undefined;
      shown = latest.current();
      shownAtMs = performance.now();
      render();
    };
    const look = () => {
      const news = Math.abs(latest.current() - shown);
      if (news === 0 || timer !== undefined) return;
      const passedMs = performance.now() - shownAtMs;
      if (news <= 4 + (READABLE_PER_SECOND * passedMs) / 1000 || passedMs >= RENEW_MS) renew();
      else timer = setTimeout(renew, RENEW_MS - passedMs);
    };
    renew();
    const stops = [capture.subscribe(look), playback?.now.on('change', look), playback?.subscribe(look)];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop?.();
    };
  }, [capture, playback]);
}
