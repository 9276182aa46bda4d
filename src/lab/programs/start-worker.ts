import type { FromWorker, StartThread } from './worker-messages';

/** Starts a thread of the browser for a client's program. */
export const startWorker: StartThread = (take, failed) => {
  const worker = new Worker(new URL('./client-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => take(data));
  worker.addEventListener('error', ({ message }) => failed(message));
  return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
};
