import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { calledAt } from './called-at';
import { declarations, type Guest } from './guest';
import type { Op } from './library/core';
import { collectingCycles, type Engine } from './quickjs';
import { type SyntaxFault, traceLines } from './trace-lines';
import { lineOf, MAX_REPORT, readTurnReport, type TurnReport } from './turn-report';

/** Limits of one program. */
export interface ProgramLimits {
  /** Memory of the engine, in pages of 64 KiB. */
  readonly memoryPages: number;
  /** Longest turn: from an event until the program is idle again. */
  readonly turnMs: number;
  /** Things that it may do in one turn: emits, lines of output, timers. */
  readonly ops: number;
  /** Timers at a time. */
  readonly timers: number;
  /** Fuel for one turn, if the engine counts it: nothing else can end a single native call. */
  readonly fuel: number;
}

/** Tells the author of a program in a sentence why it was stopped. */
export interface Stop {
  readonly message: string;
  /** The line that was running, from 1; 0 when none had begun. */
  readonly line: number;
  /** It kept others waiting. */
  readonly isSlow?: boolean;
}

/** The result of one turn of a program. */
export interface Turn {
  readonly ops: readonly Op[];
  /** The binary parts of the arguments in `ops`, in order. */
  readonly buffers: readonly ArrayBuffer[];
  /** Set when the program was stopped; it must not be used any more. */
  readonly stop: Stop | null;
  readonly tookMs: number;
}

/** A program in an engine of its own. */
export interface Program {
  /** Runs its code; call it once. With a syntax error nothing runs, and the result is a fault. */
  run(code: string): Turn | { readonly fault: SyntaxFault };
  /** Hands it an event, as JSON with its binary parts. */
  dispatch(json: string, buffers: readonly ArrayBuffer[]): Turn;
  /** Ends its current turn at once with this sentence. It has no further turns. */
  breakOff(sentence: string): void;
  dispose(): void;
}

/** The file names in errors. */
const FILES = { server: 'server.js', client: 'client.js' } as const;
const PAGE_BYTES = 65_536;
const STACK_BYTES = 256 * 1024;
/** Promise jobs between two looks at the clock. */
const JOBS = 64;
const TIME_UP = 'time is up';
/** More than a short program needs; an endless one reaches it in a few milliseconds. */
const FEW_LOOKS = 400;
/** No machine is this busy: one call, or a few, take this long. */
const FAR_TOO_LATE_MICROS = 300_000;
/** The errors that a program may see when it is interrupted. */
const INTERRUPTED = /^(Error: time is up|InternalError: interrupted)$/;
/** Most attachments of an event, on average. */
const ATTACHMENTS = 10;
const MAX_SENTENCE_LENGTH = 2000;
/** Message for a turn that used up its fuel. */
const STUCK = 'One of its calls ran without an end: it was ended, so that nothing else has to wait for it.';
const UNREADABLE =
  'It changed what its own engine is made of, so that what it did can no longer be read: it was ended.';
const TOO_MUCH = `It sent more than ${MAX_REPORT / 2 ** 20} MiB in one turn, so it was ended.`;

/** What a program runs with. */
export interface ProgramContext {
  readonly guest: Guest;
  readonly limits: ProgramLimits;
  /** The host's clock, in microseconds. */
  readonly now: () => number;
  /** What the host's processors have spent on this thread, in microseconds, where the host can tell: waiting is nobody's work. */
  readonly spent?: () => number;
  /** What its guest is told at the beginning. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether a turn that takes long may go on: nobody else waits for this thread, for example. */
  readonly mayGoOn?: () => boolean;
}

/**
 * A student's program at one end of Socket.IO. It sees its own lines, the library, and what Node has besides, and nothing of its host. It reports
 * what it does turn by turn.
 */
export function createProgram(engine: Engine, context: ProgramContext): Program {
  return new QuickJsProgram(engine, context);
}

class QuickJsProgram implements Program {
  readonly #engine: Engine;
  readonly #runtime: QuickJSRuntime;
  readonly #beginTurn: () => void;
  readonly #vm: QuickJSContext;
  readonly #guest: Guest;
  readonly #mayGoOn: () => boolean;
  readonly #limits: ProgramLimits;
  readonly #now: () => number;
  readonly #spent: (() => number) | null;
  readonly #take: QuickJSHandle;
  readonly #dispatch: QuickJSHandle;
  readonly #start: QuickJSHandle;
  readonly #tick: QuickJSHandle;
  /** The first line of the program's function. */
  readonly #declarations: string;
  #traced = '';
  /** Marks the guest's line number in the engine's memory, where it is read when the engine can no longer be called. */
  readonly #mark: readonly [number, number] = [newMark(), newMark()];
  /** Why its turn was ended by `breakOff`. */
  #verdict: string | null = null;
  #deadline = Number.POSITIVE_INFINITY;
  /** What may have been spent after the deadline: half as much as before it. */
  #spentBy: number | null = null;
  #isUp = false;
  /** Checks of the clock in this turn, each some thousand instructions or some lines after the last. */
  #looks = 0;
  /** This turn was longer than a turn may be, and went on. */
  #wentOn = false;
  #isReporting = false;
  #isOver = false;
  #isBroken = false;

  constructor(engine: Engine, { guest, limits, now, spent, settings, mayGoOn }: ProgramContext) {
    this.#engine = engine;
    this.#guest = guest;
    this.#limits = limits;
    this.#now = now;
    this.#spent = spent ?? null;
    this.#mayGoOn = mayGoOn ?? (() => false);
    this.#runtime = engine.quickjs.newRuntime();
    this.#beginTurn = collectingCycles(engine, this.#runtime, limits.memoryPages * PAGE_BYTES);
    this.#runtime.setMaxStackSize(STACK_BYTES);
    this.#runtime.setInterruptHandler(() => this.#isLate());
    this.#vm = this.#runtime.newContext();
    const vm = this.#vm;
    const native = this.#native();
    const boot = vm.unwrapResult(vm.evalCode(guest.text, 'runtime.js'));
    const given = JSON.stringify({ ...settings, ops: limits.ops, timers: limits.timers, mark: this.#mark });
    const values = vm.unwrapResult(vm.evalCode(`(${given})`));
    const parts = vm.unwrapResult(vm.callFunction(boot, vm.undefined, native, values));
    this.#take = vm.getProp(parts, 'take');
    this.#dispatch = vm.getProp(parts, 'dispatch');
    this.#start = vm.getProp(parts, 'start');
    this.#tick = vm.getProp(parts, 'tick');
    this.#declarations = declarations(vm.getProp(parts, 'names').consume((names) => vm.dump(names)));
    for (const handle of [native, boot, values, parts]) handle.dispose();
    // What the library did while it was loaded is no part of the first turn.
    this.#failureOf(vm.callFunction(this.#take, vm.undefined));
  }

  #native(): QuickJSHandle {
    const vm = this.#vm;
    const native = vm.newObject();
    const functions = {
      now: () => vm.newNumber(this.#now()),
      check: (looks: QuickJSHandle) =>
        this.#isLate(vm.getNumber(looks)) ? { error: vm.newError(TIME_UP) } : undefined,
      calledAt: (line: QuickJSHandle, column: QuickJSHandle) =>
        vm.newString(calledAt(this.#traced, vm.getNumber(line), vm.getNumber(column))),
    };
    for (const [name, work] of Object.entries(functions)) {
      vm.newFunction(name, work).consume((handle) => vm.setProp(native, name, handle));
    }
    return native;
  }

  run(code: string): Turn | { readonly fault: SyntaxFault } {
    const traced = traceLines(code);
    if ('fault' in traced) return traced;
    return this.#turn(() => {
      const vm = this.#vm;
      this.#traced = `(function(){const globals=arguments[0];${this.#declarations}return (async function(){"use strict";${traced.code}\n})()})`;
      const compiled = vm.evalCode(this.#traced, FILES[this.#guest.end]);
      if (compiled.error) return compiled;
      const result = vm.callFunction(this.#start, vm.undefined, vm.newNumber(this.#now()), compiled.value);
      compiled.value.dispose();
      return result;
    });
  }

  dispatch(json: string, buffers: readonly ArrayBuffer[]): Turn {
    return this.#turn(() => {
      const vm = this.#vm;
      const handles = [
        vm.newNumber(this.#now()),
        vm.newString(json),
        ...buffers.map((buffer) => vm.newArrayBuffer(buffer)),
      ];
      const result = vm.callFunction(this.#dispatch, vm.undefined, ...handles);
      for (const handle of handles) handle.dispose();
      return result;
    });
  }

  breakOff(sentence: string): void {
    this.#verdict ??= sentence;
    if (this.#engine.fuel) this.#engine.fuel.value = -1;
  }

  dispose(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#isBroken) return;
    try {
      for (const handle of [this.#take, this.#dispatch, this.#start, this.#tick]) handle.dispose();
      this.#vm.dispose();
      this.#runtime.dispose();
    } catch {
      // An engine that has failed cannot clean up; its memory is freed with it.
    }
  }

  #isLate(looks = 1): boolean {
    this.#looks += looks;
    const lateMicros = this.#now() - this.#deadline;
    // Once it is late it stays late, whatever it catches.
    if (lateMicros > 0 && !this.#isUp && this.#hasWorked(lateMicros)) this.#isUp = !this.#goesOn();
    return this.#isUp;
  }

  /** On a busy machine time passes without any work: what has only waited gets the time to do some. */
  #hasWorked(lateMicros: number): boolean {
    if (lateMicros > FAR_TOO_LATE_MICROS) return true;
    if (this.#looks <= FEW_LOOKS || !this.#spent) return this.#looks > FEW_LOOKS;
    this.#spentBy ??= this.#spent() + this.#limits.turnMs * 500;
    return this.#spent() > this.#spentBy;
  }

  /** Begins the time that a turn, or its report, may take. */
  #limitTime(): void {
    this.#deadline = this.#now() + this.#limits.turnMs * 1000;
    this.#spentBy = null;
  }

  /** A turn that may go on gets more fuel. */
  #goesOn(): boolean {
    if (this.#isReporting || !this.#mayGoOn()) return false;
    if (this.#engine.fuel && Number(this.#engine.fuel.value) >= 0)
      this.#engine.fuel.value = this.#limits.fuel;
    this.#wentOn = true;
    return true;
  }

  #turn(work: () => ReturnType<QuickJSContext['callFunction']>): Turn {
    if (this.#isOver) throw new RangeError('this program is over');
    const begunAt = this.#now();
    this.#limitTime();
    this.#looks = 0;
    this.#wentOn = false;
    this.#beginTurn();
    if (this.#engine.fuel) this.#engine.fuel.value = this.#limits.fuel;
    let failure: string | null = null;
    try {
      failure = this.#failureOf(work()) ?? this.#runJobs();
    } catch (error) {
      failure = String(error);
      // The engine was interrupted in the middle of something and must not be called any more.
      this.#isBroken = true;
    }
    if (this.#isBroken || this.#isSpent) return this.#broken(failure, begunAt);
    const isLate = this.#isUp;
    // The report of a late program is still taken, through functions that it may have changed.
    this.#isUp = false;
    this.#limitTime();
    this.#isReporting = true;
    const report = this.#takeReport(begunAt);
    this.#isReporting = false;
    const isLateAtLast = this.#isUp;
    this.#isUp = false;
    this.#deadline = Number.POSITIVE_INFINITY;
    if (this.#isBroken || this.#isSpent) return this.#broken(report.failure, begunAt);
    const tookMs = (this.#now() - begunAt) / 1000;
    const { ops, dropped, line, buffers } = report;
    const message =
      isLate || isLateAtLast
        ? `It ran for ${this.#wentOn ? Math.round(tookMs) : this.#limits.turnMs} ms without an end: a loop that never stops? It was ended, so that nothing else has to wait for it.`
        : dropped > 0
          ? `It did more than ${this.#limits.ops} things in one turn (emits, lines of output, timers), so it was ended.`
          : (failure ?? report.failure);
    return {
      // The error that stopped it is not a mistake of its own.
      ops: isLate ? ops.filter(({ op, text }) => op !== 'uncaught' || !INTERRUPTED.test(String(text))) : ops,
      buffers,
      tookMs,
      stop:
        message === null
          ? null
          : { message: message.slice(0, MAX_SENTENCE_LENGTH), line, isSlow: isLate || isLateAtLast },
    };
  }

  get #isSpent(): boolean {
    return this.#engine.fuel !== null && Number(this.#engine.fuel.value) < 0;
  }

  /** The result of a turn that was interrupted in the middle of something: only its line is known. */
  #broken(failure: string | null, begunAt: number): Turn {
    this.#isBroken = true;
    this.#deadline = Number.POSITIVE_INFINITY;
    const isSlow = this.#verdict === null && this.#isSpent;
    const message = this.#verdict ?? (isSlow ? STUCK : String(failure).slice(0, MAX_SENTENCE_LENGTH));
    const tookMs = (this.#now() - begunAt) / 1000;
    return { ops: [], buffers: [], tookMs, stop: { message, line: this.#lineInMemory(), isSlow } };
  }

  #lineInMemory(): number {
    const words = new Int32Array(this.#engine.memory.buffer);
    const [first, second] = this.#mark;
    let at = words.indexOf(first);
    while (at >= 0 && words[at + 1] !== second) at = words.indexOf(first, at + 1);
    return at < 0 ? 0 : lineOf(words[at + 2]);
  }

  /** Promises, then the ticks that they ordered, and so on. */
  #runJobs(): string | null {
    while (this.#runtime.hasPendingJob()) {
      while (this.#runtime.hasPendingJob()) {
        const done = this.#runtime.executePendingJobs(JOBS);
        const failure = this.#failureOf(done);
        if (failure !== null) return failure;
        if (this.#isLate()) return TIME_UP;
      }
      const failure = this.#failureOf(this.#vm.callFunction(this.#tick, this.#vm.undefined));
      if (failure !== null) return failure;
    }
    return null;
  }

  /** A sentence for an error that ends the program; errors that it throws itself never get here. */
  #failureOf(result: { error?: QuickJSHandle | undefined; value?: unknown }): string | null {
    if (!result.error) {
      (result.value as QuickJSHandle | undefined)?.dispose?.();
      return null;
    }
    const dumped: unknown = this.#vm.dump(result.error);
    result.error.dispose();
    const { name, message } = (dumped ?? {}) as { name?: string; message?: string };
    if (/out of memory/.test(String(message))) {
      const mebibytes = (this.#limits.memoryPages * PAGE_BYTES) / 2 ** 20;
      return `It needed more than the ${mebibytes} MiB of memory that a program here has, so it was ended.`;
    }
    return `${name ?? 'Error'}: ${message ?? String(dumped)}`;
  }

  /** Its report; with a sentence in `failure` when that cannot be read. */
  #takeReport(begunAt: number): WholeReport {
    try {
      const vm = this.#vm;
      const result = vm.callFunction(this.#take, vm.undefined);
      if (result.error) return { ...NOTHING, failure: this.#failureOf(result) };
      return result.value.consume((list) => this.#read(list, begunAt)) ?? { ...NOTHING, failure: UNREADABLE };
    } catch (error) {
      this.#isBroken = true;
      return { ...NOTHING, failure: String(error) };
    }
  }

  #read(taken: QuickJSHandle, begunAt: number): WholeReport | null {
    const vm = this.#vm;
    const buffers: ArrayBuffer[] = [];
    let json: string;
    if (vm.typeof(taken) === 'string') json = vm.getString(taken);
    else {
      const length = vm.getProp(taken, 'length').consume((handle) => vm.getNumber(handle));
      // An event has few attachments; a forged list may have any length.
      if (!(length >= 1 && length <= 1 + ATTACHMENTS * this.#limits.ops)) return null;
      json = vm.getProp(taken, 0).consume((handle) => vm.getString(handle));
      let bytes = 0;
      for (let at = 1; at < length && bytes <= MAX_REPORT; at++) {
        vm.getProp(taken, at).consume((handle) =>
          vm.getArrayBuffer(handle).consume(({ value }) => {
            // The same bytes may be listed again and again, and each copy counts.
            bytes += value.length;
            if (bytes <= MAX_REPORT) buffers.push(value.slice().buffer as ArrayBuffer);
          }),
        );
      }
      if (bytes > MAX_REPORT) return { ...NOTHING, failure: TOO_MUCH };
    }
    if (json.length > MAX_REPORT) return { ...NOTHING, failure: TOO_MUCH };
    const report = readTurnReport(json, this.#limits.ops, begunAt, this.#now());
    return report && { ...report, buffers, failure: null };
  }
}

const newMark = () => Math.floor(Math.random() * 2 ** 32) | 0;

const NOTHING = { ops: [], dropped: 0, line: 0, buffers: [] };

type WholeReport = TurnReport & { readonly buffers: ArrayBuffer[]; readonly failure: string | null };
