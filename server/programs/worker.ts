import { parentPort, workerData } from 'node:worker_threads';
import { createProgram, type Program, type Turn } from '../../src/sandbox/program';
import { createEngine } from '../../src/sandbox/quickjs';
import { Timers } from '../../src/sandbox/timers';
import type { FromWorker, ToWorker, WorkerData } from './worker-messages';

/** Runs many students' programs, one turn at a time, each in an engine of its own. */

const { wasm, limits, turns } = workerData as WorkerData;
// The same for all threads of the process.
const now = () => Number(process.hrtime.bigint()) / 1000;
const turn = new Int32Array(turns);
const running = new Map<number, Running>();

interface Running {
  readonly program: Program;
  readonly timers: Timers;
  /** Milliseconds of the processor that it may still use, and when that was so. */
  shareMs: number;
  atMs: number;
}

/** Told while what has come together is taken, and since when: a message between threads costs more than many turns do. */
let collected: FromWorker[] | null = null;
let collectedSinceMs = 0;
/** Nobody is to wait for the turns of others. */
const MOST_COLLECTED_MS = 1;

function post(message: FromWorker): void {
  if (!collected) parentPort!.postMessage([message]);
  else {
    collected.push(message);
    if (performance.now() - collectedSinceMs > MOST_COLLECTED_MS) flush();
  }
}

function flush(): void {
  if (collected && collected.length > 0) parentPort!.postMessage(collected);
  collected = [];
  collectedSinceMs = performance.now();
}

async function start(number: number, code: string): Promise<void> {
  let program: Program;
  try {
    program = createProgram(await createEngine(wasm, limits.memoryPages), 'server', limits, now);
  } catch {
    // Without memory for one more, the others go on.
    const stop = { message: 'There is no room for one more program here: try again later.', line: 0 };
    post({ kind: 'turn', program: number, isAnswer: true, ops: [], buffers: [], stop });
    return;
  }
  const timers = new Timers(limits.shortestTimerMs, (id) =>
    take(number, JSON.stringify({ kind: 'timer', id }), [], false),
  );
  running.set(number, { program, timers, shareMs: limits.savedShareMs, atMs: performance.now() });
  const result = counted(number, () => program.run(code));
  if ('fault' in result) {
    end(number);
    post({ kind: 'fault', program: number, fault: result.fault });
  } else told(number, result, true);
}

function take(number: number, json: string, buffers: readonly ArrayBuffer[], isAnswer = true): void {
  const known = running.get(number);
  if (known)
    told(
      number,
      counted(number, () => known.program.dispatch(json, buffers)),
      isAnswer,
    );
}

/** The thread that watches this one sees whose turn it is, and that it does not end. */
function counted<Result>(number: number, work: () => Result): Result {
  Atomics.add(turn, 1, 1);
  Atomics.store(turn, 0, number);
  const result = work();
  Atomics.store(turn, 0, 0);
  return result;
}

function told(number: number, result: Turn, isAnswer: boolean): void {
  const known = running.get(number);
  if (!known) return;
  known.timers.obey(result.ops);
  const { ops, buffers } = result;
  const stop = result.stop ?? overspent(known, result);
  if (stop) end(number);
  post({ kind: 'turn', program: number, isAnswer, ops, buffers, stop });
}

/** A program that is busy all the time would slow down all others. */
function overspent(known: Running, { tookMs, ops }: Turn): Turn['stop'] {
  const at = performance.now();
  const earnedMs = ((at - known.atMs) * limits.shareMsPerSecond) / 1000;
  known.shareMs = Math.min(limits.savedShareMs, known.shareMs + earnedMs) - tookMs;
  known.atMs = at;
  if (known.shareMs > 0) return null;
  const message = `It was busy for more than ${limits.shareMsPerSecond} ms of each second for a while. Other programs wait meanwhile, so it was ended.`;
  return { message, line: Number(ops.at(-1)?.line ?? 0) };
}

function end(number: number): void {
  const known = running.get(number);
  running.delete(number);
  known?.timers.clear();
  known?.program.dispose();
}

/** What programs have still to take. Each takes one of its own in turn: who is sent a flood waits for it alone. */
const queues = new Map<number, (ToWorker & { kind: 'news' })[]>();
/** Then what has come meanwhile is looked at. */
const ROUND_MS = 2;
let isPumping = false;

function pump(): void {
  isPumping = true;
  flush();
  const until = performance.now() + ROUND_MS;
  while (queues.size > 0 && performance.now() < until) {
    const [number, queue] = queues.entries().next().value!;
    queues.delete(number);
    const { json, buffers } = queue.shift()!;
    take(number, json, buffers);
    if (queue.length > 0 && running.has(number)) queues.set(number, queue);
  }
  flush();
  collected = null;
  isPumping = queues.size > 0;
  if (isPumping) setImmediate(pump);
}

function hear(message: ToWorker): void {
  const { program } = message;
  if (message.kind === 'start') void start(program, message.code);
  else if (message.kind === 'end') {
    queues.delete(program);
    end(program);
  } else {
    const queue = queues.get(program);
    if (queue) queue.push(message);
    else queues.set(program, [message]);
  }
}

parentPort!.on('message', (messages: readonly ToWorker[]) => {
  for (const message of messages) hear(message);
  if (!isPumping) pump();
});
