import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Playback } from '../timeline/playback';
import type { CodeDesk } from './desk';

/** Renders again when a desk changes. */
export function useDesk(desk: CodeDesk): void {
  useSyncExternalStore(desk.subscribe, () => desk.revision);
}

/** Lit code is updated in steps of this. */
const STEP_MS = 80;

/** After this time, lit lines are checked once more. */
const AGAIN_MS = 1600;

/**
 * The playhead in microseconds, sampled while it moves and exact when it stands. Once everything has been shown it is
 * the current time: code may run while the wire is silent.
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

/** The latest instant that may be shown. */
export function shownUntil(playback: Playback): number {
  const { mode, waiting } = playback.state;
  const now = playback.now.get();
  return mode === 'live' && waiting === 0 ? Math.max(now, playback.clockMicros()) : now;
}

/**
 * The latest instant of which everything may be shown: no end when nothing is waiting, since what was recorded has
 * happened, whatever two clocks say.
 */
export function allShownUntil(playback: Playback): number {
  const { mode, waiting } = playback.state;
  return mode === 'live' && waiting === 0 ? Number.POSITIVE_INFINITY : playback.now.get();
}
