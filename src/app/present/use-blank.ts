import { useCallback, useRef, useState } from 'react';
import type { Playback } from '../../timeline';

/** Blanks the screen and pauses the stage, which then goes on where it stopped. The wire never waits. */
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
