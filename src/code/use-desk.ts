import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Playback } from '../timeline/playback';
import type { CodeDesk } from './desk';

/** Renders again when a desk changes. */
export function useDesk(desk: CodeDesk): void {
  useSyncExternalStore(desk.subscribe, () => desk.revision);
}

/** Code is lit in steps of this: what is faster is not seen. */
const STEP_MS = 80;

/** A line that was lit is looked at once more when it has been so for long enough. */
const AGAIN_MS = 1600;

/**
 * The playhead, in microseconds, a few times a second while it moves and exactly when it stands. Where everything has been shown,
 * it is now: code may run while nothing passes the wire.
 */
export function useNow(playback: Playback): number {
  const [now, setNow] = useState(() => shownUntil(playback));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let again: ReturnType<typeof setTimeout> | null = null;
    const show = () => {
      timer = null;
      setNow(shownUntil(playback));
    };
    const moved = () => {
      timer ??= setTimeout(show, STEP_MS);
      if (again) clearTimeout(again);
      again = setTimeout(show, AGAIN_MS);
    };
    show();
    const stops = [playback.now.on('change', moved), playback.subscribe(moved)];
    return () => {
      if (timer) clearTimeout(timer);
      if (again) clearTimeout(again);
      for (const stop of stops) stop();
    };
  }, [playback]);
  return now;
}

/** What has happened until this instant may be shown. */
export function shownUntil(playback: Playback): number {
  const { mode, waiting } = playback.state;
  const now = playback.now.get();
  return mode === 'live' && waiting === 0 ? Math.max(now, playback.clockMicros()) : now;
}
