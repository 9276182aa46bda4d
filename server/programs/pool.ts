import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Stop, Turn } from '../../src/sandbox/program';
import type { SyntaxFault } from '../../src/sandbox/trace-lines';
import type { FromWorker, ToWorker, WorkerData } from './worker-messages';

/** What programs of the server's end may take, all in all. */
export interface PoolLimits {
  readonly workers: number;
  /** A turn that has not ended by itself after this is ended with its worker. */
  readonly stuckMs: number;
  readonly program: WorkerData['limits'];
}

/** A turn of a program, and nothing of how long it took. */
export type Told = Omit<Turn, 'tookMs'>;

/** A program that runs. */
export interface RunningProgram {
  /** What it has been sent and has not yet answered. */
  readonly unanswered: number;
  /** How much that is. */
  readonly unansweredBytes: number;
  send(json: string, buffers: readonly ArrayBuffer[]): void;
  end(): void;
}

/** Its first turn did not end, and was ended by force. */
export class StuckError extends Error {}

export interface ProgramEvents {
  /** Each turn, the first among them. When `stop` is set it was the last. */
  readonly turn: (told: Told) => void;
  /** Its worker was ended because of another program; it has lost its state. */
  readonly lost: () => void;
}

/** Runs programs. */
export interface Pool {
  /** `isSuspect`: a program of the same lab was ended before, so that it runs where it can slow down only its like. */
  start(
    code: string,
    isSuspect: boolean,
    events: ProgramEvents,
  ): Promise<RunningProgram | { readonly fault: SyntaxFault }>;
  close(): Promise<void>;
}

/** Workers that run programs of many labs; made on first use. */
export function createPool(limits: PoolLimits): Pool {
  const workers: (ProgramWorker | undefined)[] = [];
  let wasm: Promise<WebAssembly.Module> | null = null;
  let programsMade = 0;
  return {
    async start(code, isSuspect, events) {
      wasm ??= compile();
      const module = await wasm;
      programsMade += 1;
      const place = isSuspect ? 0 : 1 + (programsMade % limits.workers);
      let worker = workers[place];
      if (!worker || worker.isOver) {
        worker = new ProgramWorker(module, limits);
        workers[place] = worker;
      }
      return worker.start(programsMade, code, events);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker?.close()));
    },
  };
}

async function compile(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  return WebAssembly.compile(await readFile(path));
}

interface Known {
  readonly events: ProgramEvents;
  readonly started: (result: RunningProgram | { readonly fault: SyntaxFault }) => void;
  readonly failed: (error: Error) => void;
  unanswered: number;
  /** Of each message that it has not yet answered, in order. */
  readonly sizes: number[];
  unansweredBytes: number;
  isStarted: boolean;
}

const sizeOf = (json: string, buffers: readonly ArrayBuffer[]): number =>
  buffers.reduce((bytes, { byteLength }) => bytes + byteLength, json.length);

/** One thread with its programs. */
class ProgramWorker {
  isOver = false;
  readonly #worker: Worker;
  readonly #turn: Int32Array;
  readonly #programs = new Map<number, Known>();
  readonly #stuckMs: number;
  #outgoing: ToWorker[] = [];
  #unanswered = 0;
  #watch: NodeJS.Timeout | null = null;
  #lastTurn = -1;

  constructor(wasm: WebAssembly.Module, { program, stuckMs }: PoolLimits) {
    const turns = new SharedArrayBuffer(8);
    this.#turn = new Int32Array(turns);
    this.#stuckMs = stuckMs;
    const workerData: WorkerData = { wasm, limits: program, turns };
    // Nothing of this process's environment is there for a program that would ever get out.
    const options = { workerData, env: {}, execArgv: [], name: 'programs' };
    this.#worker = new Worker(new URL('./worker-start.mjs', import.meta.url), options);
    this.#worker.on('message', (messages: readonly FromWorker[]) => {
      for (const message of messages) this.#take(message);
    });
    this.#worker.on('error', (error) => {
      console.error('A worker for programs failed:', error);
      void this.#break(0);
    });
  }

  start(
    number: number,
    code: string,
    events: ProgramEvents,
  ): Promise<RunningProgram | { readonly fault: SyntaxFault }> {
    return new Promise((started, failed) => {
      const nothing = { unanswered: 0, sizes: [], unansweredBytes: 0, isStarted: false };
      this.#programs.set(number, { events, started, failed, ...nothing });
      this.#send(number, { kind: 'start', program: number, code });
    });
  }

  async close(): Promise<void> {
    this.isOver = true;
    if (this.#watch) clearInterval(this.#watch);
    await this.#worker.terminate();
  }

  #send(number: number, message: ToWorker): void {
    const known = this.#programs.get(number);
    if (!known || this.isOver) return;
    known.unanswered += 1;
    this.#unanswered += 1;
    const bytes = message.kind === 'news' ? sizeOf(message.json, message.buffers) : 0;
    known.sizes.push(bytes);
    known.unansweredBytes += bytes;
    this.#post(message);
    this.#watch ??= setInterval(() => this.#look(), this.#stuckMs).unref();
  }

  /** What comes in one read goes to the thread as one message. */
  #post(message: ToWorker): void {
    if (this.#outgoing.push(message) > 1) return;
    queueMicrotask(() => {
      const messages = this.#outgoing;
      this.#outgoing = [];
      if (!this.isOver) this.#worker.postMessage(messages);
    });
  }

  #take(message: FromWorker): void {
    const known = this.#programs.get(message.program);
    if (!known) return;
    if (message.kind === 'fault') {
      this.#forget(message.program);
      known.started({ fault: message.fault });
      return;
    }
    if (message.isAnswer) {
      known.unanswered -= 1;
      this.#unanswered -= 1;
      known.unansweredBytes -= known.sizes.shift() ?? 0;
    }
    if (!known.isStarted) {
      known.isStarted = true;
      known.started(this.#running(message.program, known));
    }
    if (message.stop) this.#forget(message.program);
    known.events.turn(message);
  }

  #running(number: number, known: Known): RunningProgram {
    return {
      get unanswered() {
        return known.unanswered;
      },
      get unansweredBytes() {
        return known.unansweredBytes;
      },
      send: (json, buffers) => this.#send(number, { kind: 'news', program: number, json, buffers }),
      end: () => {
        if (!this.#programs.has(number)) return;
        this.#forget(number);
        if (!this.isOver) this.#post({ kind: 'end', program: number });
      },
    };
  }

  /** What it was sent will not be answered any more. */
  #forget(number: number): void {
    const known = this.#programs.get(number);
    if (!known) return;
    this.#unanswered -= known.unanswered;
    this.#programs.delete(number);
  }

  /** Whether one turn has lasted from one look to the next. */
  #look(): void {
    const [program, turn] = [Atomics.load(this.#turn, 0), Atomics.load(this.#turn, 1)];
    const isStuck = program !== 0 && turn === this.#lastTurn;
    this.#lastTurn = turn;
    if (isStuck) void this.#break(program);
    else if (program === 0 && this.#unanswered <= 0 && this.#watch) {
      clearInterval(this.#watch);
      this.#watch = null;
    }
  }

  /** Ends the thread: the program whose turn did not end is stopped, the others are lost. */
  async #break(culprit: number): Promise<void> {
    if (this.isOver) return;
    const programs = [...this.#programs];
    this.#programs.clear();
    await this.close();
    const stop: Stop = {
      message: 'One of its calls ran without an end, and could only be ended by force.',
      line: 0,
    };
    for (const [number, { events, failed, isStarted }] of programs) {
      if (number !== culprit && isStarted) events.lost();
      else if (isStarted) events.turn({ ops: [], buffers: [], stop });
      else if (number === culprit) failed(new StuckError(stop.message));
      else failed(new Error('The thread for programs has ended: try again.'));
    }
  }
}
