import type { LabSession } from '../lab/session';

/** A page on which nothing has happened for so long is loaded, and has time to spare. */
const QUIET_MS = 2000;

/** Fetches what moves the stage once there is traffic to move, or the page is quiet: the lesson itself comes first. */
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
