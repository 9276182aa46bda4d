import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Playback } from '../timeline/playback';
import type { CodeDesk } from './desk';

/** Renders again when a desk changes. */
export function useDesk(desk: CodeDesk): void {
  useSyncExternalStore(desk.subscribe, () => desk.revision);
}

/** Code is lit in steps of this: what is faster is not seen. */
const STEP_MS = 80;

/** The playhead, in microseconds, a few times a second while it moves and exactly when it stands. */
export function useNow(playback: Playback): number {
  const [now, setNow] = useState(() => playback.now.get());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const show = () => {
      timer = null;
      setNow(playback.now.get());
    };
    const moved = () => {
      timer ??= setTimeout(show, STEP_MS);
    };
    show();
    const stops = [playback.now.on('change', moved), playback.subscribe(moved)];
    return () => {
      if (timer) clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [playback]);
  return now;
}
