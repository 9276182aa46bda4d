import { createProgramRunner } from './program-runner';
import type { ToWorker } from './worker-messages';

/** Runs one client's program off the page's thread: whatever it does, the page goes on. */

const runner = createProgramRunner((message) => postMessage(message));

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => runner.hear(data));
