import { useSyncExternalStore } from 'react';
import type { Capture } from '../../capture/capture';
import type { Playback } from '../../timeline';
import type { LadderLayout } from './layout';

/** How many rows the playhead has reached; renders again when it reaches the next, not with the clock. */
export function useSentCount(layout: LadderLayout, capture: Capture, playback: Playback): number {
  return useSyncExternalStore(
    (listener) => {
      const stops = [playback.now.on('change', listener), capture.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    () => layout.countSentBy(playback.now.get()),
  );
}
