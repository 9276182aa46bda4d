import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

/** Opening a window ends full screen in some browsers; within this time that does not count as leaving. */
const OPENING_MS = 1500;

/** Fills the screen while it is rendered. If the browser refuses, everything else still works. */
export function useFullScreen(onLeave: () => void) {
  const isFull = useSyncExternalStore(watch, () => document.fullscreenElement !== null);
  const openedAt = useRef(Number.NEGATIVE_INFINITY);
  const wasFull = useRef(false);
  const fill = useCallback(() => {
    void document.documentElement.requestFullscreen?.().catch(() => {});
  }, []);
  useEffect(() => {
    fill();
    return () => {
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
    };
  }, [fill]);
  useEffect(() => {
    const hasEnded = wasFull.current && !isFull;
    wasFull.current = isFull;
    // The browser's own Escape: the page receives no key event.
    if (hasEnded && performance.now() - openedAt.current > OPENING_MS) onLeave();
  }, [isFull, onLeave]);
  const expectWindow = useCallback(() => {
    openedAt.current = performance.now();
  }, []);
  return { isFull, fill, expectWindow };
}

function watch(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}
