import type { CodeKind, PacketRef } from '../../src/protocol/feed';
import type { ProgramOptions } from '../../src/protocol/messages/program-options';
import type { Op } from '../../src/sandbox/library/core';
import type { ServerNews } from '../../src/sandbox/library/server-end/boot';
import type { SyntaxFault } from '../../src/sandbox/trace-lines';
import { hrtimeOfZeroMicros } from '../clock';
import type { Lab } from '../lab';
import type { Limits } from '../limits';
import { openEngine } from '../socketio';
import type { Asker } from './admission';
import { createEngineHost, type EngineHost } from './engine-host';
import { type ReadOptions, readServerOptions } from './options';
import type { Pool } from './pool';
import { FatalError, type RunningProgram, type TurnResult } from './program-process';

/** A program that a page wants to run. */
interface ProgramOrder {
  readonly code: string;
  /** Options for `new Server(options)`; the program's own override them. */
  readonly options: unknown;
}

/** A run of a student's program as the lab's Socket.IO server. */
export interface LabProgram {
  /** Its number in the lab, from 1. */
  readonly run: number;
  /** It has ended for any reason: its clients find nobody. */
  readonly isOver: boolean;
  end(): void;
}

/** Where programs run, within which limits, and for which client address. */
interface ProgramContext {
  readonly pool: Pool;
  readonly limits: Limits;
  readonly address: string;
}

/**
 * Replaces the program that ran before, whose clients are disconnected, as by a restart. Resolves with a fault on a syntax error.
 * @throws (rejects with) an error whose message is a sentence; `RefusedError` when the program was not even tried.
 */
export function runProgram(
  lab: Lab,
  order: ProgramOrder,
  context: ProgramContext,
): Promise<{ readonly run: number } | { readonly fault: SyntaxFault }> {
  return start(lab, order, context, 0);
}

async function start(
  lab: Lab,
  order: ProgramOrder,
  context: ProgramContext,
  timesLost: number,
): Promise<{ readonly run: number } | { readonly fault: SyntaxFault }> {
  const { pool, address } = context;
  const asker = { labId: lab.id, address };
  const run = new Run(lab, order, context, timesLost);
  const isReplacing = lab.program !== null && !lab.program.isOver;
  const { code } = order;
  const { options } = run.page;
  const started = await pool
    .start({ code, options, asker, isReplacing, isAgain: timesLost > 0 }, run)
    .catch((error: unknown) => {
      if (error instanceof FatalError) pool.wasFatal(asker);
      throw error;
    });
  if ('fault' in started) return started;
  run.begin(started);
  return { run: run.run };
}

/** A program that was lost this often may be the cause itself. */
const MAX_LOST = 3;

class Run implements LabProgram {
  run = 0;
  isOver = false;
  /** Options that the page gives. */
  readonly page: ReadOptions;
  readonly #lab: Lab;
  readonly #order: ProgramOrder;
  readonly #context: ProgramContext;
  readonly #timesLost: number;
  readonly #early: TurnResult[] = [];
  #program: RunningProgram | null = null;
  #host: EngineHost | null = null;
  /** Clients find nobody, and this says why. */
  #refusal: string | null = null;
  #asksRequests = false;
  #endServer = () => {};
  #recorded = { sinceMs: 0, count: 0 };

  constructor(lab: Lab, order: ProgramOrder, context: ProgramContext, timesLost: number) {
    this.#lab = lab;
    this.#order = order;
    this.#context = context;
    this.#timesLost = timesLost;
    this.page = readServerOptions(order.options, context.limits);
  }

  get #asker(): Asker {
    return { labId: this.#lab.id, address: this.#context.address };
  }

  get #limits(): Limits {
    return this.#context.limits;
  }

  begin(program: RunningProgram): void {
    this.#lab.program?.end();
    this.#lab.programsRun += 1;
    this.run = this.#lab.programsRun;
    this.#lab.program = this;
    this.#program = program;
    this.#lab.open.add(this);
    this.#record('started', 0, this.#order.code, this.#lab.nowMicros);
    for (const sentence of this.page.ignored) this.#record('warn', 0, sentence, this.#lab.nowMicros);
    // Options that the program's first lines give override those of the page.
    const first = this.#early[0]?.ops ?? [];
    if (!first.some(({ op }) => op === 'listen')) this.#listen({});
    for (const result of this.#early.splice(0)) this.turn(result);
    if (this.#refusal !== null && !this.isOver) {
      const line = Number(first.find(({ op }) => op === 'unbound')?.line) || 0;
      this.#record('warn', line, NOT_ATTACHED, this.#lab.nowMicros);
    }
  }

  turn(result: TurnResult): void {
    if (!this.#program) {
      this.#early.push(result);
      return;
    }
    for (const op of result.ops) this.#obey(op, result.buffers);
    if (result.stop) {
      const { pool } = this.#context;
      if (result.stop.isFatal) pool.wasFatal(this.#asker);
      else if (result.stop.isSlow) pool.wasSlow(this.#asker);
      this.#record('stopped', result.stop.line, result.stop.message, this.#lab.nowMicros);
      this.#finish();
    }
  }

  lost(): void {
    const timesLost = this.#timesLost + 1;
    const isAgain = timesLost < MAX_LOST;
    const next = isAgain
      ? 'It starts again: what was in its variables is gone.'
      : `That was the ${MAX_LOST}rd time: run it again when you want to.`;
    const sentence = `The process in which it ran has died because of another program. ${next}`;
    this.#record('stopped', 0, sentence, this.#lab.nowMicros);
    this.#finish();
    // If this fails, clients find that the program has ended.
    if (isAgain) start(this.#lab, this.#order, this.#context, timesLost).catch(() => undefined);
  }

  end(): void {
    if (this.isOver) return;
    this.#record('ended', 0, '', this.#lab.nowMicros);
    this.#finish();
  }

  close(): void {
    this.end();
  }

  #finish(): void {
    this.isOver = true;
    this.#program?.end();
    this.#lab.open.delete(this);
    this.#endServer();
  }

  #listen(own: ProgramOptions): void {
    this.#endServer();
    const options = { ...this.page.options, ...own };
    const opened = openEngine(this.#lab, this.#limits, options, (request, answer) => {
      if (this.#refusal !== null || !this.#asksRequests) answer(this.#refusal);
      else this.#host!.ask(request, answer);
    });
    this.#endServer = () => opened.end();
    const host = createEngineHost(opened.engine, this.#limits, (news, buffers = []) =>
      this.#tell(host, news, buffers),
    );
    this.#host = host;
  }

  #tell(host: EngineHost, news: ServerNews, buffers: readonly ArrayBuffer[]): void {
    if (this.isOver || !this.#program) return;
    const { unanswered, unansweredBytes } = this.#program;
    const isBehind = unanswered > this.#limits.unansweredEvents || unansweredBytes > MAX_UNANSWERED_BYTES;
    // A client's leaving is reported in any case; otherwise the program would keep it forever.
    if (isBehind && news.kind !== 'close') {
      if ('session' in news) host.close(news.session);
      return;
    }
    this.#program.send(JSON.stringify(news), buffers);
  }

  #obey(op: Op, buffers: readonly ArrayBuffer[]): void {
    if (this.isOver) return;
    const atMicros = Math.round(Number(op.at) - hrtimeOfZeroMicros - this.#lab.startMicros);
    const line = Number(op.line) || 0;
    const text = [op.name, op.text].find((one) => typeof one === 'string')?.slice(0, MAX_TEXT_LENGTH) ?? '';
    const packet = refOf(op.packet);
    switch (op.op) {
      case 'log':
        this.#record(op.level === 'warn' || op.level === 'error' ? op.level : 'log', line, text, atMicros);
        return;
      case 'warn':
        this.#record('warn', line, text, atMicros);
        return;
      case 'listener':
      case 'answered':
        this.#record(op.op, line, text, atMicros, packet ? [packet] : []);
        return;
      case 'emit':
      case 'reply':
        this.#record(op.op, line, text, atMicros, this.#obeyed(op, buffers));
        return;
      case 'uncaught':
        // As in Node, an uncaught exception ends the process.
        this.#record('uncaught', line, text, atMicros);
        this.#record('ended', line, '', atMicros);
        this.#finish();
        return;
      case 'limit':
        this.#record('stopped', line, text, atMicros);
        this.#finish();
        return;
      case 'close':
        this.end();
        return;
      case 'listen':
        this.#listenAgain(op, line, atMicros);
        return;
      case 'unbound':
        this.#refusal = NOBODY_LISTENS;
        return;
      case 'stop':
        this.#refusal = NOBODY_LISTENS;
        return;
      default:
        this.#obeyed(op, buffers);
    }
  }

  #obeyed(op: Op, buffers: readonly ArrayBuffer[]): readonly PacketRef[] {
    // Without a host nobody listens yet.
    return this.#host?.obey(op, buffers) ?? [];
  }

  /** The program's server is attached to something: that has the lab's address now. */
  #listenAgain(op: Op, line: number, atMicros: number): void {
    const { options, ignored } = readServerOptions(parsed(op.options), this.#limits);
    this.#refusal = null;
    this.#asksRequests = op.asksRequests === true;
    this.#listen(options);
    for (const sentence of ignored) this.#record('warn', line, sentence, atMicros);
  }

  #record(
    kind: CodeKind,
    line: number,
    text: string,
    atMicros: number,
    packets: readonly PacketRef[] = [],
  ): void {
    const isEnd = kind === 'stopped' || kind === 'ended' || kind === 'uncaught';
    if (!isEnd && this.#isTooMuch(line, atMicros)) return;
    this.#write(kind, line, text, atMicros, packets);
  }

  #write(
    kind: CodeKind,
    line: number,
    text: string,
    atMicros: number,
    packets: readonly PacketRef[] = [],
  ): void {
    const { run } = this;
    this.#lab.log.record((seq) => ({ type: 'code', seq, atMicros, run, kind, line, text, packets }));
  }

  /** Bounds what a program reports, since it can report more than anyone can read; the traffic itself is always logged. */
  #isTooMuch(line: number, atMicros: number): boolean {
    const nowMs = performance.now();
    const recorded = this.#recorded;
    if (nowMs - recorded.sinceMs >= 1000) this.#recorded = { sinceMs: nowMs, count: 0 };
    this.#recorded.count += 1;
    const most = this.#limits.codeRecordsPerSecond;
    if (this.#recorded.count === most + 1) {
      const text = `More than ${most} lines a second: the rest of this second is left out here, and done all the same.`;
      this.#write('warn', line, text, atMicros);
    }
    return this.#recorded.count > most;
  }
}

const NOT_ATTACHED =
  'The server of this program is not attached to anything yet, so nobody can connect, as in Node: new Server(3000) or io.listen(3000) does that.';
const NOBODY_LISTENS =
  'The program of this lab does not listen: its server is not attached to anything, or is closed.';
const MAX_TEXT_LENGTH = 2000;
/** Bytes that a program has not taken yet are kept in memory; beyond this, the client that sends is disconnected. */
const MAX_UNANSWERED_BYTES = 8 * 2 ** 20;

/** Null when it is not JSON: a program may have replaced `JSON.stringify`. */
function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return null;
  }
}

/** A program may hand back something other than what it was given. */
function refOf(value: unknown): PacketRef | null {
  const { sid, sender, ordinal } = (value ?? {}) as Partial<PacketRef>;
  const isRef =
    typeof sid === 'string' && (sender === 'client' || sender === 'server') && Number.isInteger(ordinal);
  return isRef ? { sid: sid.slice(0, 64), sender, ordinal: Number(ordinal) } : null;
}
