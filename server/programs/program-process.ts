import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stop, Turn } from '../../src/sandbox/program';
import type { SyntaxFault } from '../../src/sandbox/trace-lines';
import { logFault } from '../fault-log';
import {
  ALONE_AT,
  type FromWorker,
  type ProgramText,
  SEVERAL,
  type ToWorker,
  TURN_AT,
  type WorkerLimits,
} from './worker-messages';

export interface ProcessLimits extends WorkerLimits {
  /** A process that owes an answer and is silent for this long is ended. */
  readonly silentMs: number;
  /** A process without programs is ended after this, to free its memory. */
  readonly idleMs: number;
}

/** The result of a program's turn. */
export type TurnResult = Omit<Turn, 'tookMs' | 'stop'> & {
  /** `isFatal`: it brought down its process. */
  readonly stop: (Stop & { readonly isFatal?: boolean }) | null;
};

/** A running program. */
export interface RunningProgram {
  /** Messages that it has not answered yet. */
  readonly unanswered: number;
  /** Their size. */
  readonly unansweredBytes: number;
  send(json: string, buffers: readonly ArrayBuffer[]): void;
  end(): void;
}

export type Started = RunningProgram | { readonly fault: SyntaxFault };

export interface ProgramEvents {
  /** Called with each turn, including the first. When `stop` is set, it was the last. */
  readonly turn: (result: TurnResult) => void;
  /** Called when its process died because of another program; its state is lost. */
  readonly lost: () => void;
}

/** A program's first turn brought down its process. */
export class FatalError extends Error {}

interface Known {
  readonly events: ProgramEvents;
  readonly started: (result: Started) => void;
  readonly failed: (error: Error) => void;
  unanswered: number;
  /** Sizes of the messages that it has not answered yet, in order. */
  readonly sizes: number[];
  unansweredBytes: number;
  isStarted: boolean;
}

const sizeOf = (json: string, buffers: readonly ArrayBuffer[]): number =>
  buffers.reduce((bytes, { byteLength }) => bytes + byteLength, json.length);

const LOOK_MS = 1000;
/** A busy machine takes longer to start a process and to make its first engine: that is no silence. */
const STARTING_FACTOR = 6;

/** A process that runs programs. Whatever ends it, the server keeps running. */
export class ProgramProcess {
  /** It takes no new programs. */
  isOver = false;
  readonly beganAtMs = performance.now();
  readonly #limits: ProcessLimits;
  readonly #died: () => void;
  readonly #child: ChildProcess;
  /** The file in which it writes whose turn it is. */
  readonly #turnFile: number;
  /** Resolves when it has ended for any reason. */
  readonly ended: Promise<void>;
  readonly #programs = new Map<number, Known>();
  #outgoing: ToWorker[] = [];
  #unanswered = 0;
  #isReady = false;
  #watch: NodeJS.Timeout | null = null;
  #silentLooks = 0;
  #idle: NodeJS.Timeout | null = null;

  /**
   * `guest` is the text around each program; `died` is called when it ends unexpectedly.
   * @throws the system's error when it has run out of file descriptors.
   */
  constructor(limits: ProcessLimits, guest: string, died: () => void) {
    this.#limits = limits;
    this.#died = died;
    this.#turnFile = openNameless();
    this.#child = forkWorker(this.#turnFile);
    const { promise, resolve } = withResolvers();
    this.ended = promise;
    // Its last messages may come after its exit.
    const exited = Promise.all([once(this.#child, 'exit'), once(this.#child, 'disconnect')]);
    exited.then(resolve, resolve);
    this.#child.on('error', resolve);
    void this.ended.then(() => this.#afterExit());
    this.#child.on('message', (messages: readonly FromWorker[]) => {
      this.#silentLooks = 0;
      try {
        for (const message of messages) this.#take(message);
      } catch (error) {
        // No program can cause that unless it has escaped; then nothing in the process can be trusted.
        logFault('A message from the programs’ process', error);
        this.#child.kill('SIGKILL');
      }
    });
    const { program, grownBytes } = limits;
    this.#post({ kind: 'begin', limits: { program, grownBytes }, guest });
    this.#rest();
  }

  /** Undefined when the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get size(): number {
    return this.#programs.size;
  }

  start(number: number, text: ProgramText, events: ProgramEvents): Promise<Started> {
    return new Promise((started, failed) => {
      const nothing = { unanswered: 0, sizes: [], unansweredBytes: 0, isStarted: false };
      this.#programs.set(number, { events, started, failed, ...nothing });
      if (this.#idle) clearTimeout(this.#idle);
      this.#send(number, { kind: 'start', program: number, code: text.code, options: text.options });
    });
  }

  /** Ends it with all its programs. */
  async close(): Promise<void> {
    this.isOver = true;
    for (const { failed } of this.#programs.values()) failed(new Error('The server is closing.'));
    this.#programs.clear();
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #send(number: number, message: ToWorker): void {
    const known = this.#programs.get(number);
    if (!known || this.isOver) return;
    known.unanswered += 1;
    this.#unanswered += 1;
    if (known.unanswered === 1) this.#noteBusy(number, 1);
    const bytes = message.kind === 'news' ? sizeOf(message.json, message.buffers) : 0;
    known.sizes.push(bytes);
    known.unansweredBytes += bytes;
    this.#post(message);
    this.#watch ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** Posts made in one turn of the event loop go to the process as one message. */
  #post(message: ToWorker): void {
    if (this.#outgoing.push(message) > 1) return;
    setImmediate(() => {
      const messages = this.#outgoing;
      this.#outgoing = [];
      // The exit of a process that has just died is handled when it is reported.
      if (this.#child.connected) this.#child.send(messages, () => {});
    });
  }

  #take(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#isReady = true;
      return;
    }
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
      if (known.unanswered === 0) this.#noteBusy(message.program, -1);
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
        this.#post({ kind: 'end', program: number });
      },
    };
  }

  /** Removes a program, which will not answer any more. */
  #forget(number: number): void {
    const known = this.#programs.get(number);
    if (!known) return;
    this.#unanswered -= known.unanswered;
    if (known.unanswered > 0) this.#noteBusy(number, -1);
    this.#programs.delete(number);
    if (this.size === 0) this.#rest();
  }

  /** Programs that have something to do. */
  readonly #busy = new Set<number>();
  #alone = 0;

  /** Lets a program that has much to do know whether others wait. */
  #noteBusy(number: number, change: 1 | -1): void {
    if (change > 0) this.#busy.add(number);
    else this.#busy.delete(number);
    const [first = this.#alone] = this.#busy;
    const alone = this.#busy.size > 1 ? SEVERAL : first;
    if (alone === this.#alone) return;
    this.#alone = alone;
    writeSync(this.#turnFile, Uint32Array.of(alone), 0, 4, ALONE_AT);
  }

  #rest(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), this.#limits.idleMs).unref();
  }

  /** Ends a silent process. Engines end their own turns; this is for what they cannot interrupt. */
  #look(): void {
    if (this.#unanswered <= 0) {
      if (this.#watch) clearInterval(this.#watch);
      this.#watch = null;
      this.#silentLooks = 0;
      return;
    }
    // Counts looks instead of time, since the machine may sleep.
    this.#silentLooks += 1;
    const silentMs = this.#limits.silentMs * (this.#isReady ? 1 : STARTING_FACTOR);
    if (this.#silentLooks * LOOK_MS > silentMs) this.#child.kill('SIGKILL');
  }

  /** The process is dead: stops the program whose turn it was; the others are lost. */
  #afterExit(): void {
    const wasWanted = this.isOver;
    this.isOver = true;
    this.#child.kill('SIGKILL');
    for (const timer of [this.#watch, this.#idle]) if (timer) clearTimeout(timer);
    const culprit = readTurn(this.#turnFile);
    closeSync(this.#turnFile);
    if (wasWanted) return;
    this.#died();
    const programs = [...this.#programs];
    this.#programs.clear();
    const message = 'It brought down the process that runs it: too much memory, or a call without an end.';
    const stop = { message, line: 0, isFatal: true };
    for (const [number, { events, failed, isStarted }] of programs) {
      if (number !== culprit && isStarted) events.lost();
      else if (isStarted) events.turn({ ops: [], buffers: [], stop });
      else if (number === culprit) failed(new FatalError(stop.message));
      else failed(new Error('The process that runs programs has just ended: try again.'));
    }
  }
}

function forkWorker(turnFile: number): ChildProcess {
  return fork(fileURLToPath(new URL('./worker-start.mjs', import.meta.url)), [], {
    serialization: 'advanced',
    // A program that escapes finds nothing of this process's environment, except for what Windows needs to start a process.
    env: process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot },
    // Parsing leaves a lot of garbage; a small young generation keeps the process from growing before it is collected.
    execArgv: ['--expose-gc', '--max-semi-space-size=2'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc', turnFile],
  });
}

/** A file that nobody else can find and that disappears with its last reader. */
function openNameless(): number {
  const path = join(tmpdir(), `wire101-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  rmSync(path, { force: true });
  return file;
}

/** The program whose turn it was; 0 for none. */
function readTurn(file: number): number {
  const turn = new Uint32Array(1);
  readSync(file, turn, 0, turn.byteLength, TURN_AT);
  return turn[0]!;
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = () => done();
  });
  return { promise, resolve };
}
