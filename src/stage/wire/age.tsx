import { useEffect, useState } from 'react';
import type { Cable, Playback } from '../../timeline';
import { formatAge } from '../format';

/** How long the connection has been open; counts by itself, once a second, while the stage is live. */
export function Age({ cable, playback }: { readonly cable: Cable; readonly playback: Playback }) {
  const { mode, waiting } = playback.state;
  const isTicking = mode === 'live' && waiting === 0;
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const now = isTicking ? Math.max(playback.clockMicros(), playback.now.get()) : playback.now.get();
  return <>open {formatAge(now - cable.connection.openedAt)}</>;
}
