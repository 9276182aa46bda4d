import wasmUrl from '@jitl/quickjs-wasmfile-release-sync/wasm?url';
import type { FromWorker, Place } from './worker-messages';

let compiled: Promise<WebAssembly.Module> | null = null;

/** Threads of the browser. */
export const BROWSER: Place = {
  compile() {
    compiled ??= WebAssembly.compileStreaming(fetch(wasmUrl)).catch((error: unknown) => {
      // The next run fetches it again.
      compiled = null;
      throw error;
    });
    return compiled;
  },
  start(take, failed) {
    const worker = new Worker(new URL('./client-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => take(data));
    worker.addEventListener('error', ({ message }) => failed(message));
    return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
  },
};
