import type { LabSession } from '../lab/session';

/** When nothing has happened for this long, the page has loaded. */
const QUIET_MS = 2000;

/** Loads the animation code when there is traffic to animate or the page is idle: the lesson loads first. */
export async function loadMotionFor(lab: LabSession) {
  const { capture } = lab;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, QUIET_MS);
    const stop = capture.subscribe(done);
    function done() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
  return (await import('./motion-features')).default;
}
