import { cancelFrame, frame } from 'framer-motion';

/** The source of animation frames: the page, or a test. */
export interface Frames {
  /** Calls `tick` with a time in milliseconds on every frame. */
  start(tick: (timeMs: number) => void): void;
  stop(): void;
}

/** The page's frames, in step with framer-motion. */
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

/** Whether the student prefers reduced motion; false outside a browser. */
export function prefersReducedMotion(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
