import { useEffect, useState } from 'react';
import type { Cable, Playback } from '../../timeline';
import { formatAge } from '../format';

interface AgeProps {
  readonly cable: Cable;
  readonly playback: Playback;
}

/** How long the connection has been open; counts once a second while the stage is live. */
export function Age({ cable, playback }: AgeProps) {
  return <>open {formatAge(useTickingNow(playback) - cable.connection.openedAt)}</>;
}

interface SinceProps {
  /** Capture time, microseconds. */
  readonly since: number;
  readonly playback: Playback;
}

/** ", for 12 s" once it has lasted a second. */
export function Since({ since, playback }: SinceProps) {
  const seconds = Math.floor((useTickingNow(playback) - since) / 1_000_000);
  if (seconds < 1) return null;
  return <>, for {seconds < 60 ? `${seconds} s` : formatAge(seconds * 1_000_000)}</>;
}

function useTickingNow(playback: Playback): number {
  const { mode, waiting } = playback.state;
  const isTicking = mode === 'live' && waiting === 0;
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return isTicking ? Math.max(playback.clockMicros(), playback.now.get()) : playback.now.get();
}
