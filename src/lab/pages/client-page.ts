import { type PageStart, READY, type ToFrame } from '../../sandbox/page/messages';
import type { LabContext } from '../clients';
import type { ClientProgram, ConnectionState } from '../programs/client-program';
import { ProgramRecords } from '../programs/program-records';
import { ioDetail } from '../socket-io';
import { createFrame, placeFrame } from './frame-element';
import { LifeWatch, SILENT_MS } from './life-watch';
import { type FrameMessage, readFrameMessage } from './read-message';

/** Messages of one page in a second; its own script sends far fewer, so beyond this it is forged. */
const MESSAGES_PER_SECOND = 2000;
/** Numbers for connections that a page has ahead. */
const CALLS_AHEAD = 6;
/** Connections that a page may have numbers for. */
const MAX_CALLS = 200;

interface PageRunOptions {
  /** Called with the number of each `io()` call that it makes. */
  readonly onOpened?: (opener: number) => void;
  /** Where it is shown; without one it runs where nobody sees it. */
  readonly frameIn?: Element | null;
}

/** Longest page: its texts, and pictures as data. */
const MAX_LENGTH = 256 * 1024;
/** By then a browser has ended a process without frames. */
const PROCESS_ENDS_MS = 1000;

/**
 * Opens a student's page as a client. `client` and `run` count from 1.
 * @throws RangeError when the page is too long.
 */
export function runClientPage(
  context: LabContext,
  client: number,
  run: number,
  html: string,
  { onOpened = () => {}, frameIn = null }: PageRunOptions = {},
): ClientProgram {
  if (html.length > MAX_LENGTH)
    throw new RangeError(
      `A page has ${MAX_LENGTH / 1024} Ki characters at most in the lab, and this one has more.`,
    );
  return new ClientPage(context, { client, run, html, onOpened, frameIn });
}

type PageRun = Required<PageRunOptions> & Pick<ClientProgram, 'client' | 'run'> & { readonly html: string };

class ClientPage implements ClientProgram {
  readonly client: number;
  readonly run: number;
  isOver = false;
  readonly needsPage = false;
  readonly openers = new Set<number>();
  connections: readonly ConnectionState[] = [];
  readonly #context: LabContext;
  readonly #page: PageRun;
  readonly #records: ProgramRecords;
  #frame: HTMLIFrameElement | null = null;
  #place: Element | null;
  readonly #watch: LifeWatch;
  readonly #listeners = new Set<() => void>();
  /** What the page may number its connections by. */
  readonly #calls = new Set<number>();
  #callsGiven = 0;
  #port: MessagePort | null = null;
  /** Its document is gone; unless it loads itself again, it wanted to go elsewhere. */
  #hasLeft = false;
  #second = { sinceMs: 0, count: 0 };

  constructor(context: LabContext, page: PageRun) {
    this.client = page.client;
    this.run = page.run;
    this.#context = context;
    this.#page = page;
    this.#records = new ProgramRecords(context, page);
    this.#records.add('started', 0, page.html, context.nowMicros());
    this.#place = page.frameIn;
    this.#watch = new LifeWatch({
      ask: () => this.#tell({ kind: 'ask' }),
      late: () => this.#openAgain(),
      silent: () => this.#stop(this.#port === null ? NOT_LOADED : this.#hasLeft ? ELSEWHERE : SILENT),
    });
    addEventListener('message', this.#begin);
    this.#open();
  }

  #open(): void {
    const frame = createFrame(this.#context.addresses.http, this.client, this.run);
    // This frame's own document tells so before it has loaded: another one has come.
    frame.addEventListener('load', () => this.#hasLeft && this.#stop(ELSEWHERE));
    this.#frame = frame;
    placeFrame(frame, this.#place);
  }

  /**
   * A browser gives frames without an origin one process. When a page that never yields has been closed, a new frame may still be put
   * into its process, and waits there for ever: only once no frame is left does the browser end that process.
   */
  #openAgain(): void {
    this.#frame?.remove();
    this.#frame = null;
    setTimeout(() => !this.isOver && this.#open(), PROCESS_ENDS_MS);
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  showIn(place: Element | null): void {
    this.#place = place;
    if (!this.isOver && this.#frame) placeFrame(this.#frame, place);
  }

  end(): void {
    if (this.isOver) return;
    this.#records.add('ended', 0, '', this.#context.nowMicros());
    this.#finish();
  }

  /** The frame has loaded, for the first time or again: its page has none of its connections any more. */
  readonly #begin = ({ source, data }: MessageEvent<unknown>) => {
    const frame = this.#frame?.contentWindow ?? null;
    if (source !== frame || frame === null || data !== READY) return;
    if (this.#port) {
      this.#port.close();
      this.#records.add('log', 0, 'The page is loaded again.', this.#context.nowMicros());
    }
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#hasLeft = false;
    this.#setConnections([]);
    port1.onmessage = ({ data: message }) => this.#hear(port1, message);
    const { html } = this.#page;
    const start: PageStart = { html, lab: this.#context.addresses.http, calls: this.#moreCalls(CALLS_AHEAD) };
    // Its origin is opaque, so it has no name.
    frame.postMessage(start, '*', [port2]);
    this.#watch.heard();
  };

  #hear(port: MessagePort, given: unknown): void {
    if (this.isOver || port !== this.#port) return;
    if (this.#isTooMuch()) {
      this.#stop(
        `It reported more than ${MESSAGES_PER_SECOND} things in a second, so the lab has closed it.`,
      );
      return;
    }
    const message = readFrameMessage(given);
    if (message) this.#obey(message);
  }

  #obey(message: FrameMessage): void {
    switch (message.kind) {
      case 'alive':
        this.#watch.heard();
        return;
      case 'leaves':
        this.#hasLeft = true;
        this.#watch.loading();
        return;
      case 'connections':
        this.#setConnections(message.connections);
        return;
      case 'io':
        this.#noteIo(message);
        return;
      case 'late':
        this.#records.addLate(message.kept, message.packets);
        return;
      case 'emit':
      case 'reply':
        this.#recordSent(message);
        return;
      default:
        this.#records.add(message.kind, message.line, message.text, this.#microsOf(message), message.packets);
    }
  }

  #recordSent(message: FrameMessage & { kind: 'emit' | 'reply' }): void {
    const { kind, line, text, packets, kept, isDropped } = message;
    const unsent = kept !== undefined ? 'kept' : isDropped ? 'dropped' : undefined;
    const event = this.#records.add(kind, line, text, this.#microsOf(message), packets, unsent);
    if (event && kept !== undefined) this.#records.keep(kept, event);
  }

  /** A page can name only numbers that it was given, each once. */
  #noteIo(message: FrameMessage & { kind: 'io' }): void {
    const { call, namespace, text } = message;
    if (!this.#calls.delete(call)) return;
    const at = this.#microsOf(message);
    const { client } = this;
    const detail = ioDetail(namespace, text);
    this.#context.capture.addCall({ id: call, opener: call, at, end: 'client', kind: 'io', detail, client });
    this.openers.add(call);
    this.#page.onOpened(call);
    if (this.#callsGiven < MAX_CALLS) this.#tell({ kind: 'calls', calls: this.#moreCalls(1) });
  }

  #moreCalls(count: number): readonly number[] {
    const calls = this.#context.capture.reserveCalls(count);
    this.#callsGiven += count;
    for (const call of calls) this.#calls.add(call);
    return calls;
  }

  #setConnections(connections: readonly ConnectionState[]): void {
    this.connections = connections;
    this.#changed();
  }

  #microsOf({ atMs }: { readonly atMs: number }): number {
    return this.#context.microsAt(atMs - performance.timeOrigin);
  }

  #isTooMuch(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#second.sinceMs >= 1000) this.#second = { sinceMs: nowMs, count: 0 };
    this.#second.count += 1;
    return this.#second.count > MESSAGES_PER_SECOND;
  }

  #tell(message: ToFrame): void {
    this.#port?.postMessage(message);
  }

  #stop(sentence: string): void {
    if (this.isOver) return;
    this.#records.add('stopped', 0, sentence, this.#context.nowMicros());
    this.#finish();
  }

  #finish(): void {
    this.isOver = true;
    this.#watch.end();
    removeEventListener('message', this.#begin);
    this.#port?.close();
    this.#frame?.remove();
    this.#setConnections([]);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const SILENT = `The page did not answer for ${SILENT_MS / 1000} s, so the lab has closed it: a loop that never ends?`;
const ELSEWHERE =
  'The page went to another address, which the lab lets no page do: its frame shows this page alone. Run it to open it again.';
const NOT_LOADED = 'The page was not loaded: the server may have stopped.';
