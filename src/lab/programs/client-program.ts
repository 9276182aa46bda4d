import type { CodeEvent } from '../../capture/capture';
import type { CodeKind, PacketRef } from '../../protocol/feed';
import type { ClientNews } from '../../sandbox/guest/client-guest';
import type { Op } from '../../sandbox/guest/core';
import type { MadePacket } from '../../sandbox/packet-book';
import type { ProgramLimits } from '../../sandbox/program';
import type { SyntaxFault } from '../../sandbox/trace-lines';
import type { LabContext } from '../clients';
import { loadSocketIo } from '../socket-io';
import { type ClientHost, type ConnectionState, createClientHost } from './client-host';
import type { FromWorker, ToWorker } from './worker-messages';

/** What a client's program may use of the reader's machine. The published engine counts no fuel: the browser ends a thread. */
const LIMITS: ProgramLimits = { memoryPages: 512, turnMs: 500, ops: 1000, timers: 100, fuel: 0 };
/** A turn that takes longer than this is ended with its thread. */
const STUCK_MS = 1500;
const MAX_TEXT_LENGTH = 2000;
/** Lines recorded per second; the traffic itself is always shown. */
const EVENTS_PER_SECOND = 400;

/** A client's program that runs in this page's browser. */
export interface ClientProgram {
  readonly client: number;
  readonly run: number;
  readonly isOver: boolean;
  /** The `io()` calls that it made. */
  readonly openers: ReadonlySet<number>;
  /** What they opened. */
  readonly connections: readonly ConnectionState[];
  subscribe(listener: () => void): () => void;
  end(): void;
}

export type { ConnectionState };

export interface ClientRunOptions {
  /** Called with the number of each `io()` call that it makes. */
  readonly onOpened?: (opener: number) => void;
}

/** Runs a client's program; gives a fault when it does not parse. `client` and `run` count from 1. */
export async function runClientProgram(
  context: LabContext,
  client: number,
  run: number,
  code: string,
  { onOpened = () => {} }: ClientRunOptions = {},
): Promise<ClientProgram | { readonly fault: SyntaxFault }> {
  const library = await loadSocketIo();
  return new Promise((resolve) => {
    const program = new Running(context, client, run, resolve);
    const host = createClientHost(library, context, {
      tell: program.tell,
      opened(opener) {
        program.openers.add(opener);
        onOpened(opener);
      },
      late: program.late,
      changed: program.changed,
      warn: program.warn,
    });
    program.begin(host, code);
  });
}

class Running implements ClientProgram {
  readonly client: number;
  readonly run: number;
  isOver = false;
  readonly openers = new Set<number>();
  readonly #context: LabContext;
  readonly #worker = new Worker(new URL('./client-worker.ts', import.meta.url), { type: 'module' });
  readonly #listeners = new Set<() => void>();
  readonly #started: (result: ClientProgram | { readonly fault: SyntaxFault }) => void;
  #host: ClientHost | null = null;
  #code = '';
  #isStarted = false;
  #unanswered = 0;
  #watch: ReturnType<typeof setTimeout> | null = null;
  #recorded = { sinceMs: 0, count: 0 };

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
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#take(data));
    this.#worker.addEventListener('error', ({ message }) => this.#stop(`Its thread failed: ${message}`, 0));
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

  readonly tell = (news: ClientNews, buffers: readonly ArrayBuffer[] = []) => {
    if (!this.isOver) this.#post({ kind: 'news', json: JSON.stringify(news), buffers });
  };

  readonly late = ({ id }: CodeEvent, { ref }: MadePacket) => {
    this.#context.capture.addPackets(id, [ref]);
  };

  readonly warn = (sentence: string) => {
    if (!this.isOver) this.#add('warn', 0, sentence, this.#context.nowMicros());
  };

  begin(host: ClientHost, code: string): void {
    this.#host = host;
    this.#code = code;
    this.#post({ kind: 'start', code, limits: LIMITS });
  }

  end(): void {
    if (this.isOver) return;
    this.#add('ended', 0, '', this.#context.nowMicros());
    this.#finish();
  }

  #take(message: FromWorker): void {
    if (this.isOver) return;
    if (message.kind === 'fault') {
      this.#finish();
      this.#started({ fault: message.fault });
      return;
    }
    if (message.isAnswer) this.#answered();
    if (!this.#isStarted) {
      this.#isStarted = true;
      const at = message.ops.length > 0 ? this.#microsOf(message.ops[0]!) : this.#context.nowMicros();
      this.#add('started', 0, this.#code, at);
      this.#started(this);
    }
    for (const op of message.ops) this.#obey(op, message.buffers);
    if (message.stop) this.#stop(message.stop.message, message.stop.line);
    this.changed();
  }

  #obey(op: Op, buffers: readonly ArrayBuffer[]): void {
    const line = Number(op.line) || 0;
    const text = String(op.name ?? op.text ?? '').slice(0, MAX_TEXT_LENGTH);
    const at = this.#microsOf(op);
    const packet = op.packet as PacketRef | undefined;
    switch (op.op) {
      case 'log':
        this.#add(op.level === 'warn' || op.level === 'error' ? op.level : 'log', line, text, at);
        return;
      case 'listener':
      case 'answered':
        this.#add(op.op, line, text, at, packet ? [packet] : []);
        return;
      case 'uncaught':
        // A page survives this, and so does its program.
        this.#add('uncaught', line, text, at);
        return;
      case 'emit':
      case 'reply': {
        const { made, kept } = this.#host!.obey(op, buffers);
        const packets = made.map(({ ref }) => ref);
        const unsent = kept ? 'kept' : op.isVolatile === true && made.length === 0 ? 'dropped' : undefined;
        const event = this.#add(op.op, line, text, at, packets, unsent);
        if (event) kept?.push(event);
        return;
      }
      default: {
        const { refusal } = this.#host!.obey(op, buffers);
        if (refusal !== null) this.#add('warn', line, refusal, at);
      }
    }
  }

  #microsOf({ at }: Op): number {
    return this.#context.microsAt(Number(at) / 1000 - performance.timeOrigin);
  }

  #add(
    kind: CodeKind,
    line: number,
    text: string,
    at: number,
    packets: readonly PacketRef[] = [],
    unsent?: CodeEvent['unsent'],
  ): CodeEvent | null {
    const { client, run } = this;
    const nowMs = performance.now();
    if (nowMs - this.#recorded.sinceMs >= 1000) this.#recorded = { sinceMs: nowMs, count: 0 };
    this.#recorded.count += 1;
    const write = (recordedKind: CodeKind, recordedText: string) =>
      this.#context.capture.addCode({
        at,
        end: 'client',
        client,
        run,
        kind: recordedKind,
        line,
        text: recordedText,
        packets,
        ...(unsent && { unsent }),
      });
    if (this.#recorded.count <= EVENTS_PER_SECOND || kind === 'stopped' || kind === 'ended')
      return write(kind, text);
    if (this.#recorded.count === EVENTS_PER_SECOND + 1) {
      write(
        'warn',
        `More than ${EVENTS_PER_SECOND} lines a second: the rest of this second is left out here, and done all the same.`,
      );
    }
    return null;
  }

  #post(message: ToWorker): void {
    this.#unanswered += 1;
    this.#worker.postMessage(message);
    this.#watch ??= setTimeout(this.#look, STUCK_MS * (message.kind === 'start' ? 8 : 1));
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#watch) clearTimeout(this.#watch);
    this.#watch = this.#unanswered > 0 ? setTimeout(this.#look, STUCK_MS) : null;
  }

  readonly #look = () => {
    this.#watch = null;
    this.#stop('One of its calls ran without an end, and could only be ended by force.', 0);
    if (!this.#isStarted) this.#started(this);
  };

  #stop(message: string, line: number): void {
    if (this.isOver) return;
    this.#add('stopped', line, message, this.#context.nowMicros());
    this.#finish();
  }

  #finish(): void {
    this.isOver = true;
    if (this.#watch) clearTimeout(this.#watch);
    this.#worker.terminate();
    this.#host?.close();
    this.changed();
  }
}
