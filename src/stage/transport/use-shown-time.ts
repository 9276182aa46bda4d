import { useCallback, useSyncExternalStore } from 'react';
import type { Playback } from '../../timeline';

/** The slider's value for assistive technology changes at most this often. */
const COARSE_MICROS = 500_000;

/** The playhead's time: coarse while it moves, exact when it stands. */
export function useShownTime(playback: Playback): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [playback.now.on('change', listener), playback.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [playback],
  );
  return useSyncExternalStore(subscribe, () => {
    const now = playback.now.get();
    return playback.state.mode === 'paused' ? now : Math.floor(now / COARSE_MICROS) * COARSE_MICROS;
  });
}
