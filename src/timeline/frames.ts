import { cancelFrame, frame } from 'framer-motion';

/** Where animation frames come from: the page's own, or a test's. */
export interface Frames {
  /** Calls `tick` with a time in milliseconds on every frame from now on. */
  start(tick: (timeMs: number) => void): void;
  stop(): void;
}

/** The page's frames, in step with everything else that framer-motion moves. */
export function pageFrames(): Frames {
  let run: ((data: { timestamp: number }) => void) | null = null;
  return {
    start(tick) {
      run = ({ timestamp }) => tick(timestamp);
      frame.update(run, true);
    },
    stop() {
      if (run) cancelFrame(run);
      run = null;
    },
  };
}

/** Whether the student asked for less motion; false where nobody can be asked. */
export function prefersReducedMotion(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
