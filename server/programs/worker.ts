import { readFileSync, readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { serverGuest } from '../../src/sandbox/guest';
import { meterWasm } from '../../src/sandbox/meter-wasm';
import type { Program, Turn } from '../../src/sandbox/program';
import { Timers } from '../../src/sandbox/timers';
import { MemoryBudget, type Spender } from './memory-budget';
import { createEngineMaker, type EngineMaker } from './prepared-engine';
import { createThreadClock } from './thread-clock';
import {
  ALONE_AT,
  type FromWorker,
  type ProgramText,
  type ToWorker,
  TURN_AT,
  TURN_FD,
  type WorkerLimits,
} from './worker-messages';

/** Runs many students' programs in its own process, one turn at a time, each in an engine of its own. */

/** Pages of 64 KiB: the data and the stack of QuickJS (82), and the megabyte that a small program needs. */
const INITIAL_PAGES = 98;
/** Beyond this much freed memory, garbage is collected at once. */
const MUCH_BYTES = 8 * 2 ** 20;
/** Less freed memory is collected after this. */
const GC_MS = 1000;

const published = readFileSync(
  createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'),
);
const wasm = new WebAssembly.Module(meterWasm(published, { memoryPages: INITIAL_PAGES }));
// This clock is the same for all processes of this machine.
const now = () => Number(process.hrtime.bigint()) / 1000;
const spent = createThreadClock();
const running = new Map<number, Running>();
let limits: WorkerLimits;
let engines: EngineMaker;
let budget: MemoryBudget;

interface Running {
  readonly program: Program;
  readonly timers: Timers;
  readonly spender: Spender;
  /** Processor time that it may still use, as of `atMs`. */
  shareMs: number;
  atMs: number;
}

/** Messages that are collected during a round, and since when: sending one between processes costs more than many turns. */
let collected: FromWorker[] | null = null;
let collectedSinceMs = 0;
/** Nobody should wait for the turns of others. */
const MAX_COLLECTED_MS = 4;

function post(message: FromWorker): void {
  if (!collected) send([message]);
  else {
    collected.push(message);
    if (performance.now() - collectedSinceMs > MAX_COLLECTED_MS) flush();
  }
}

function flush(): void {
  if (collected && collected.length > 0) send(collected);
  collected = [];
  collectedSinceMs = performance.now();
}

// Without a parent to send to, this process is about to end.
const send = (messages: readonly FromWorker[]) =>
  void process.send?.(messages, undefined, undefined, () => {});

async function start(number: number, { code, options }: ProgramText): Promise<void> {
  const { shortestTimerMs, savedShareMs } = limits.program;
  engines.prepareSoon();
  let known: Running;
  try {
    const prepared = await engines.take(options);
    prepared.mayGoOn = () => hasTimeLeft() && isAlone(number);
    const { program, memory } = prepared;
    const timers = new Timers(shortestTimerMs, (id) =>
      take(number, JSON.stringify({ kind: 'timer', id }), [], false),
    );
    const tookTheMost = (sentence: string) => end(number, sentence);
    const spender = { memory, tookTheMost };
    budget.add(spender);
    known = { program, timers, spender, shareMs: savedShareMs, atMs: performance.now() };
  } catch {
    // There is no memory for one more; the others keep running.
    const stop = { message: 'There is no room for one more program here: try again later.', line: 0 };
    post({ kind: 'turn', program: number, isAnswer: true, ops: [], buffers: [], stop });
    return;
  }
  running.set(number, known);
  const result = counted(number, () => known.program.run(code));
  if ('fault' in result) {
    end(number);
    post({ kind: 'fault', program: number, fault: result.fault });
  } else report(number, result, true);
}

/** Programs that are to start, the first of them now. */
const starts: (ToWorker & { kind: 'start' })[] = [];

/** Starts one after the other. Parsing may take long: in between, those that run take what has come for them. */
async function startAll(): Promise<void> {
  for (let next = starts[0]; next; next = starts[0]) {
    await start(next.program, next);
    await new Promise(setImmediate);
    starts.shift();
  }
}

function take(number: number, json: string, buffers: readonly ArrayBuffer[], isAnswer = true): void {
  const known = running.get(number);
  if (!known) return;
  const result = counted(number, () => known.program.dispatch(json, buffers));
  report(number, result, isAnswer);
}

let turnOf = 0;
const written = new Uint32Array(1);

/** Notes whose turn it is, for the parent to read when this process has died. */
function note(number: number): void {
  if (number === written[0]) return;
  written[0] = number;
  writeSync(TURN_FD, written, 0, written.byteLength, TURN_AT);
}

/** When the current turn had taken as long as any may, and what this process had used by then; null until then. */
let overtime: { readonly sinceMs: number; readonly spentBefore: number } | null = null;
/** On a busy machine processor time passes slowly, and this process must not seem silent. */
const LONGEST_OVERTIME_MS = 2000;

/** Whether this turn has used less processor time than one may use while nobody else waits. */
function hasTimeLeft(): boolean {
  overtime ??= { sinceMs: performance.now(), spentBefore: spent() };
  if (performance.now() - overtime.sinceMs > LONGEST_OVERTIME_MS) return false;
  return spent() - overtime.spentBefore < limits.program.aloneMs * 1000;
}

const alone = new Uint32Array(1);

/** Whether no other program has something to do, as far as this process or its parent knows. */
function isAlone(number: number): boolean {
  for (const other of queues.keys()) if (other !== number) return false;
  const nowMs = performance.now();
  for (const [other, { timers }] of running) if (other !== number && timers.nextAtMs <= nowMs) return false;
  readSync(TURN_FD, alone, 0, alone.byteLength, ALONE_AT);
  return alone[0] === number || alone[0] === 0;
}

function counted<Result>(number: number, work: () => Result): Result {
  note(number);
  turnOf = number;
  overtime = null;
  const result = work();
  turnOf = 0;
  if (!isTaking) note(0);
  return result;
}

function report(number: number, result: Turn, isAnswer: boolean): void {
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
  const { shareMsPerSecond, savedShareMs } = limits.program;
  const at = performance.now();
  const earnedMs = ((at - known.atMs) * shareMsPerSecond) / 1000;
  known.shareMs = Math.min(savedShareMs, known.shareMs + earnedMs) - tookMs;
  known.atMs = at;
  if (known.shareMs > 0) return null;
  const message = `It was busy for more than ${shareMsPerSecond} ms of each second for a while. Other programs wait meanwhile, so it was ended.`;
  return { message, line: Number(ops.at(-1)?.line ?? 0), isSlow: true };
}

/** Ends a program. With a sentence it is stopped; in its own turn it is interrupted, and that turn's result says so. */
function end(number: number, sentence: string | null = null): void {
  const known = running.get(number);
  if (!known) return;
  if (sentence !== null && number === turnOf) {
    known.program.breakOff(sentence);
    return;
  }
  running.delete(number);
  queues.delete(number);
  budget.remove(known.spender);
  known.timers.clear();
  known.program.dispose();
  freed(known.spender.memory.buffer.byteLength - INITIAL_PAGES * 65_536);
  if (sentence === null) return;
  const stop = { message: sentence, line: 0 };
  post({ kind: 'turn', program: number, isAnswer: false, ops: [], buffers: [], stop });
}

let freedBytes = 0;
let collecting: NodeJS.Timeout | null = null;

/** Collects garbage, which frees an ended engine's memory, instead of leaving that to chance. */
function freed(bytes: number): void {
  freedBytes += bytes;
  collecting ??= setTimeout(collectGarbage, freedBytes > MUCH_BYTES ? 0 : GC_MS);
}

function collectGarbage(): void {
  if (collecting) clearTimeout(collecting);
  collecting = null;
  freedBytes = 0;
  globalThis.gc?.();
}

/** Messages that programs have not taken yet. They take one each in turn, so a program that gets a flood delays only itself. */
const queues = new Map<number, (ToWorker & { kind: 'news' })[]>();
/** A round ends after this, to receive new messages. */
const ROUND_MS = 4;
let isPumping = false;
/** Within a round: it is one program's turn after the other's. */
let isTaking = false;

function pump(): void {
  flush();
  const until = performance.now() + ROUND_MS;
  isTaking = true;
  while (queues.size > 0 && performance.now() < until) {
    const [number, queue] = queues.entries().next().value!;
    queues.delete(number);
    const { json, buffers } = queue.shift()!;
    take(number, json, buffers);
    if (queue.length > 0 && running.has(number)) queues.set(number, queue);
  }
  isTaking = false;
  isPumping = queues.size > 0;
  // Before the last results go out: who has heard them may rely on it that the turns are over.
  if (!isPumping) note(0);
  flush();
  collected = null;
  if (isPumping) setImmediate(pump);
}

function hear(message: ToWorker): void {
  if (message.kind === 'begin') {
    limits = message.limits;
    const guest = serverGuest(message.guest);
    const made = () => send([{ kind: 'ready' }]);
    engines = createEngineMaker({
      wasm,
      pages: INITIAL_PAGES,
      guest,
      limits: limits.program,
      now,
      spent,
      made,
    });
    engines.prepareSoon();
    budget = new MemoryBudget(limits.grownBytes, collectGarbage);
  } else if (message.kind === 'start') {
    if (starts.push(message) === 1) void startAll();
  } else if (message.kind === 'end') end(message.program);
  else {
    const queue = queues.get(message.program);
    if (queue) queue.push(message);
    else queues.set(message.program, [message]);
  }
}

process.on('message', (messages: readonly ToWorker[]) => {
  for (const message of messages) hear(message);
  if (isPumping) return;
  isPumping = true;
  // Whatever else has arrived is heard first, so that it is answered together.
  setImmediate(pump);
});
// It lives as long as its server, although a terminal or a service manager may signal both.
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
