import { useCallback, useRef, useState } from 'react';
import type { Playback } from '../../timeline';

/** A blank screen on which nothing is missed: the stage waits, and goes on from there. The wire itself never waits. */
export function useBlank(playback: Playback) {
  const [isBlank, setShown] = useState(false);
  const hasPaused = useRef(false);
  const setBlank = useCallback(
    (blank: boolean) => {
      const isPaused = playback.state.mode === 'paused';
      if (blank && !isPaused) playback.pause();
      if (!blank && hasPaused.current && isPaused) playback.play();
      hasPaused.current = blank && !isPaused;
      setShown(blank);
    },
    [playback],
  );
  return { isBlank, setBlank };
}
