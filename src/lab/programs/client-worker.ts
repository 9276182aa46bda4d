import wasmUrl from '@jitl/quickjs-wasmfile-release-sync/wasm?url';
import { createProgram, type Program, type Turn } from '../../sandbox/program';
import { createEngine, PUBLISHED_PAGES } from '../../sandbox/quickjs';
import { Timers } from '../../sandbox/timers';
import type { FromWorker, ToWorker } from './worker-messages';

/** Runs one client's program off the page's thread: whatever it does, the page goes on. */

/** Shortest interval of a repeated timer, as in browsers. */
const MIN_TIMER_MS = 4;

let program: Program | null = null;
const timers = new Timers(MIN_TIMER_MS, (id) => take(JSON.stringify({ kind: 'timer', id }), [], false));
const now = () => (performance.timeOrigin + performance.now()) * 1000;

const post = (message: FromWorker) => postMessage(message);

async function start({ code, limits }: ToWorker & { kind: 'start' }): Promise<void> {
  const wasm = await WebAssembly.compileStreaming(fetch(wasmUrl));
  const engine = await createEngine({ wasm, pages: [PUBLISHED_PAGES, limits.memoryPages] });
  program = createProgram(engine, 'client', limits, now);
  const result = program.run(code);
  if ('fault' in result) post({ kind: 'fault', fault: result.fault });
  else report(result, true);
}

function take(json: string, buffers: readonly ArrayBuffer[], isAnswer = true): void {
  if (program) report(program.dispatch(json, buffers), isAnswer);
}

function report({ ops, buffers, stop }: Turn, isAnswer: boolean): void {
  if (stop) {
    timers.clear();
    program = null;
  } else timers.obey(ops);
  post({ kind: 'turn', isAnswer, ops, buffers, stop });
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') void start(data);
  else take(data.json, data.buffers);
});
