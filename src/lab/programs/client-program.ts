import type { PacketRef } from '../../protocol/feed';
import type { EngineNews } from '../../sandbox/library/client-end/news';
import { BESIDE } from '../../sandbox/library/client-end/page-names';
import type { Op } from '../../sandbox/library/core';
import type { ProgramLimits } from '../../sandbox/program';
import type { SyntaxFault } from '../../sandbox/trace-lines';
import type { LabContext } from '../clients';
import { BROWSER } from './browser';
import { type ConnectionState, createEngineHost, type EngineHost } from './engine-host';
import { type PreparedThread, prepareThread } from './prepared-thread';
import { ProgramRecords } from './program-records';
import type { FromWorker, Place, ProgramThread, ToWorker } from './worker-messages';

/** What a client's program may use of the reader's machine. The published engine counts no fuel: the browser ends a thread. */
const LIMITS: ProgramLimits = { memoryPages: 512, turnMs: 500, ops: 1000, timers: 100, fuel: 0 };
/** A turn that takes longer than this is ended with its thread. */
const STUCK_MS = 1500;
/** Its thread and its engine are there after this, also on a busy machine. */
const START_MS = 12_000;
const MAX_TEXT_LENGTH = 2000;
/** News for one turn: a program can do only so much in one. */
const MAX_AT_ONCE = 50;

/** A client's program that runs in this page's browser: in a thread, or as a page in a frame. */
export interface ClientProgram {
  readonly client: number;
  readonly run: number;
  readonly isOver: boolean;
  /** It has met what only programs in a page have. */
  readonly needsPage: boolean;
  /** The `io()` calls that it made. */
  readonly openers: ReadonlySet<number>;
  /** What they opened. */
  readonly connections: readonly ConnectionState[];
  subscribe(listener: () => void): () => void;
  /** Shows a client that is a page in this element, or nowhere: it goes on meanwhile. */
  showIn?(place: Element | null): void;
  end(): void;
}

export type { ConnectionState };

export interface ClientRunOptions {
  /** Called with the number of each `io()` call that it makes. */
  readonly onOpened?: (opener: number) => void;
  /** Where a page is shown; without one it runs where nobody sees it. */
  readonly frameIn?: Element | null;
  /** Where it runs: in a thread of the browser, unless a test has another place. */
  readonly place?: Place;
}

/** Runs a client's program; gives a fault when it does not parse. `client` and `run` count from 1. */
export async function runClientProgram(
  context: LabContext,
  client: number,
  run: number,
  code: string,
  { onOpened = () => {}, place = BROWSER }: ClientRunOptions = {},
): Promise<ClientProgram | { readonly fault: SyntaxFault }> {
  const [engineIo, { thread, adopt }] = await Promise.all([
    import('engine.io-client'),
    (place === BROWSER ? spares.shift() : undefined) ?? prepareThread(place, LIMITS),
  ]);
  return new Promise((resolve) => {
    const program = new Running(context, client, run, resolve);
    const host = createEngineHost(engineIo, context, {
      tell: program.tell,
      opened(opener) {
        program.openers.add(opener);
        onOpened(opener);
      },
      changed: program.changed,
      warn: program.warn,
    });
    program.begin(host, thread, code);
    adopt(program.take, program.failed);
  });
}

/** Threads of the browser for programs that are about to run. */
const spares: Promise<PreparedThread>[] = [];

/** Has threads for this many programs made ready meanwhile: they start at the same time, and their programs one after the other. */
export function prepareClients(count: number): void {
  while (spares.length < count) {
    const spare = prepareThread(BROWSER, LIMITS);
    spares.push(spare);
    // A run that gets none says so.
    spare.catch(() => spares.splice(spares.indexOf(spare) >>> 0, 1));
  }
}

class Running implements ClientProgram {
  readonly client: number;
  readonly run: number;
  isOver = false;
  needsPage = false;
  readonly openers = new Set<number>();
  readonly #context: LabContext;
  readonly #listeners = new Set<() => void>();
  readonly #started: (result: ClientProgram | { readonly fault: SyntaxFault }) => void;
  readonly #records: ProgramRecords;
  /** What has come and is not passed on yet. */
  #news: EngineNews[] = [];
  #bytes: ArrayBuffer[] = [];
  #thread: ProgramThread | null = null;
  #host: EngineHost | null = null;
  #code = '';
  #isStarted = false;
  #unanswered = 0;
  #watch: ReturnType<typeof setTimeout> | null = null;

  constructor(
    context: LabContext,
    client: number,
    run: number,
    started: (result: ClientProgram | { readonly fault: SyntaxFault }) => void,
  ) {
    this.#context = context;
    this.client = client;
    this.run = run;
    this.#started = started;
    this.#records = new ProgramRecords(context, { client, run });
  }

  get connections() {
    return this.#host?.connections ?? [];
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly changed = () => {
    for (const listener of [...this.#listeners]) listener();
  };

  readonly tell = (news: EngineNews, bytes?: ArrayBuffer) => {
    if (this.isOver) return;
    if (this.#news.length === 0) queueMicrotask(this.#pass);
    this.#news.push(news);
    if (bytes) this.#bytes.push(bytes);
    if (this.#news.length >= MAX_AT_ONCE) this.#pass();
  };

  /** Packets of one response come at once, and so does what they tell. */
  readonly #pass = () => {
    if (this.isOver || this.#news.length === 0) return;
    this.#post({ kind: 'news', json: JSON.stringify(this.#news), buffers: this.#bytes });
    this.#news = [];
    this.#bytes = [];
  };

  readonly warn = (sentence: string) => {
    if (!this.isOver) this.#records.add('warn', 0, sentence, this.#context.nowMicros());
  };

  readonly failed = (message: string) => this.#stop(`Its thread failed: ${message}`, 0);

  begin(host: EngineHost, thread: ProgramThread, code: string): void {
    this.#host = host;
    this.#thread = thread;
    this.#code = code;
    this.#post({ kind: 'start', code });
  }

  end(): void {
    if (this.isOver) return;
    this.#records.add('ended', 0, '', this.#context.nowMicros());
    this.#finish();
  }

  readonly take = (message: FromWorker): void => {
    if (this.isOver) return;
    if (message.kind === 'ready') {
      this.#watchFor(STUCK_MS * 2);
      return;
    }
    if (message.kind === 'fault') {
      this.#finish();
      this.#started({ fault: message.fault });
      return;
    }
    if (message.isAnswer) this.#answered();
    if (!this.#isStarted) {
      this.#isStarted = true;
      const at = message.ops.length > 0 ? this.#microsOf(message.ops[0]!) : this.#context.nowMicros();
      this.#records.add('started', 0, this.#code, at);
      this.#started(this);
    }
    for (const op of message.ops) this.#obey(op, message.buffers);
    if (message.stop) this.#stop(message.stop.message, message.stop.line);
    this.changed();
  };

  #obey(op: Op, buffers: readonly ArrayBuffer[]): void {
    if (this.isOver) return;
    const line = Number(op.line) || 0;
    const text = textOf(op);
    const at = this.#microsOf(op);
    const packet = refOf(op.packet);
    switch (op.op) {
      case 'log':
        this.#records.add(op.level === 'warn' || op.level === 'error' ? op.level : 'log', line, text, at);
        return;
      case 'listener':
      case 'answered':
        this.#records.add(op.op, line, text, at, packet ? [packet] : []);
        return;
      case 'warn':
      case 'limit':
        this.needsPage ||= op.op === 'limit' && text.includes(BESIDE);
        // As a page survives a mistake, its program survives a limit of the lab.
        this.#records.add('warn', line, text, at);
        return;
      case 'uncaught':
        // A page survives this, and so does its program.
        this.#records.add('uncaught', line, text, at);
        return;
      case 'emit':
      case 'reply':
        this.#recordSent(op, line, text, at, this.#host!.obey(op, buffers));
        return;
      case 'late':
        this.#sendLate(op, buffers);
        return;
      case 'close':
        this.end();
        return;
      default:
        this.#host!.obey(op, buffers);
    }
  }

  #recordSent(op: Op, line: number, text: string, at: number, packets: readonly PacketRef[]): void {
    const unsent = op.isKept === true ? 'kept' : op.isDropped === true ? 'dropped' : undefined;
    const kind = op.op === 'reply' ? 'reply' : 'emit';
    const event = this.#records.add(kind, line, op.op === 'emit' ? text : '', at, packets, unsent);
    if (event && typeof op.kept === 'number') this.#records.keep(op.kept, event);
  }

  /** The library sends what it has kept, or sends it again. */
  #sendLate({ packets }: Op, buffers: readonly ArrayBuffer[]): void {
    if (!Array.isArray(packets)) return;
    for (const packet of packets.filter((one): one is Op => typeof one === 'object' && one !== null)) {
      const made = this.#host!.obey({ ...packet, op: 'send' }, buffers);
      this.#records.addLate(Number(packet.kept), made);
    }
  }

  #microsOf({ at }: Op): number {
    return this.#context.microsAt(Number(at) / 1000 - performance.timeOrigin);
  }

  #post(message: ToWorker): void {
    this.#unanswered += 1;
    this.#thread?.post(message);
    if (!this.#watch) this.#watchFor(message.kind === 'start' ? START_MS : STUCK_MS);
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#unanswered > 0) this.#watchFor(STUCK_MS);
    else this.#watchNoMore();
  }

  #watchFor(ms: number): void {
    this.#watchNoMore();
    this.#watch = setTimeout(this.#look, ms);
  }

  #watchNoMore(): void {
    if (this.#watch) clearTimeout(this.#watch);
    this.#watch = null;
  }

  readonly #look = () => {
    this.#watch = null;
    this.#stop('One of its calls ran without an end, and could only be ended by force.', 0);
    if (!this.#isStarted) this.#started(this);
  };

  #stop(message: string, line: number): void {
    if (this.isOver) return;
    this.#records.add('stopped', line, message, this.#context.nowMicros());
    this.#finish();
  }

  #finish(): void {
    this.isOver = true;
    this.#watchNoMore();
    this.#thread?.terminate();
    this.#host?.close();
    this.changed();
  }
}

/** The event's name, or what was said. */
function textOf({ name, text }: Op): string {
  const words = typeof name === 'string' ? name : typeof text === 'string' ? text : '';
  return words.slice(0, MAX_TEXT_LENGTH);
}

/** A program may hand back something other than what it was given. */
function refOf(value: unknown): PacketRef | null {
  const { sid, sender, ordinal } = (value ?? {}) as Partial<PacketRef>;
  const isRef = typeof sid === 'string' && sender === 'server' && Number.isInteger(ordinal);
  return isRef ? { sid: sid.slice(0, 64), sender, ordinal: Number(ordinal) } : null;
}
