import { createCapture, type WritableCapture } from '../capture/create-capture';
import type { FeedRecord, ImpairmentChange } from '../protocol/feed';
import type { LabLimits, LabMade } from '../protocol/messages/lab-made';
import type { NewsOrder } from '../protocol/messages/orders';
import { isPage } from '../sandbox/page/is-page';
import { retryDelayMs } from './backoff';
import { fetchInLab, type LabContext, openEvents, openRaw, openWebSocket } from './clients';
import { createLabClock } from './clock';
import { browserEnvironment, type LabEnvironment } from './environment';
import { type FeedSocket, openFeed } from './feed-socket';
import type { ClientRunOptions } from './programs/client-program';
import { findLab, makeLab } from './server';
import {
  addressesAt,
  type LabAddresses,
  type LabSession,
  type LabState,
  type RawOptions,
  type Saying,
  type ServerEnd,
  type SocketOptions,
  UNKNOWN_LIMITS,
} from './session';
import type { SocketIoOptions } from './socket-io';

/** @throws Error with a sentence when they cannot be fetched. */
const orders = () =>
  import('./orders').catch(() => {
    throw new Error('The server does not answer: this cannot be done until it is back.');
  });

/** After a refusal the page asks again, but rarely: the class may be smaller by then. */
const ASK_AGAIN_MS = 20_000;

/** How often a watched capture is told the time, and how old a record may be when it comes. */
const TICK_MS = 1000;
const FEED_MICROS = 500_000;

const NOT_WATCHED =
  'Nothing is watched at this address any more: the command has ended, or was started again and has printed another one.';

interface LabOptions {
  /** Where the page has the server: `http://localhost:8101`, or a path there below which a proxy passes everything on to it. */
  readonly root: string;
  /** The id of a lab that is there already and is never replaced; by default one is made. */
  readonly lab?: string | null;
  readonly environment?: LabEnvironment;
  /** Makes the capture of a lab; each lab has its own clock, so each has its own capture. */
  readonly createCapture?: () => WritableCapture;
}

/**
 * Makes a lab on the server and keeps its feed open: a broken feed is resumed where it broke, a server that is gone is
 * asked again, a lab that has ended is replaced. `capture` is then another object, since a new lab has its own clock and
 * connections; the old one stays until the new lab is open.
 */
export function createLabSession(options: LabOptions): LabSession {
  return new Session(options);
}

class Session implements LabSession {
  state: LabState = { kind: 'opening' };
  addresses: LabAddresses | null = null;
  limits: LabLimits = UNKNOWN_LIMITS;
  capture: WritableCapture;
  readonly #root: string;
  /** The address of the lab that it shows and has not made, or null. */
  readonly #shown: string | null;
  readonly #environment: LabEnvironment;
  readonly #newCapture: () => WritableCapture;
  readonly #clock = createLabClock();
  readonly #listeners = new Set<() => void>();
  readonly #stopWatching: () => void;
  #feed: FeedSocket | null = null;
  #cancelRetry = () => {};
  #cancelTick = () => {};
  #lastSeq = 0;
  #attempt = 0;
  /** Counts attempts: an answer to an older one is ignored. */
  #turn = 0;
  /** Nothing is in progress: the next attempt waits for a timer or the page's return. */
  #isIdle = false;
  /** The next greeting is a new lab's: the capture belongs to the one that ended. */
  #isRenewed = false;
  #clientRuns = 0;
  /** What was kept for the next page when this one was left. */
  #kept: string | null = null;

  constructor(options: LabOptions) {
    this.#root = options.root;
    this.#shown = options.lab == null ? null : `${options.root}/lab/${options.lab}`;
    this.#environment = options.environment ?? browserEnvironment();
    this.#newCapture = options.createCapture ?? (() => createCapture());
    this.capture = this.#newCapture();
    this.#stopWatching = this.#environment.watchPage({ awake: this.#awake, stored: this.#store });
    void this.#begin();
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  nowMicros() {
    return this.#clock.at(this.#environment.nowMs());
  }

  openWebSocket(options?: SocketOptions) {
    return openWebSocket(this.#context(), options);
  }

  async fetch(path: string, init?: RequestInit) {
    return fetchInLab(this.#context(), path, init);
  }

  openEvents(path: string) {
    return openEvents(this.#context(), path);
  }

  async openRaw(bytes: Uint8Array, options?: RawOptions) {
    return openRaw(this.#context(), bytes, options);
  }

  async impair(connection: number | 'next' | 'all', change: ImpairmentChange) {
    await (await orders()).impair(this.#context(), connection, change);
  }

  async end(connection: number, end: ServerEnd) {
    await (await orders()).endFromServer(this.#context(), connection, end);
  }

  async say(connection: number, saying: Saying) {
    await (await orders()).sayFromServer(this.#context(), connection, saying);
  }

  async answerByHand(connection: number, bytes: Uint8Array) {
    await (await orders()).answerByHand(this.#context(), connection, bytes);
  }

  async makeNews(news: NewsOrder) {
    await (await orders()).makeNews(this.#context(), news);
  }

  async openSocketIo(options?: SocketIoOptions & { readonly namespace?: string }) {
    const { openSocketIo } = await import('./socket-io');
    return openSocketIo(this.#context(), options);
  }

  prepareClients(count: number) {
    // When it cannot be fetched, the run says so.
    void import('./programs/client-program').then(
      ({ prepareClients }) => prepareClients(count),
      () => {},
    );
  }

  async runClient(client: number, code: string, options?: ClientRunOptions) {
    this.#clientRuns += 1;
    const run = this.#clientRuns;
    if (isPage(code)) {
      const { runClientPage } = await import('./pages/client-page');
      return runClientPage(this.#context(), client, run, code, options);
    }
    // Fetched with the first program.
    const { runClientProgram } = await import('./programs/client-program');
    return runClientProgram(this.#context(), client, run, code, options);
  }

  async runServer(code: string | null, options?: object) {
    return (await orders()).runServerProgram(this.#context(), code, options);
  }

  retry(): void {
    if (!this.#isIdle) return;
    this.#cancelRetry();
    void this.#begin();
  }

  dispose(): void {
    this.#isIdle = false;
    this.#turn += 1;
    this.#cancelRetry();
    this.#cancelTick();
    this.#stopWatching();
    this.#feed?.close();
    this.#feed = null;
    this.#listeners.clear();
  }

  #context(): LabContext {
    const { addresses, capture } = this;
    const environment = this.#environment;
    if (addresses === null || this.state.kind === 'opening' || this.state.kind === 'expired') {
      throw new Error('The lab is not open yet. Wait until the page says that it is, then try again.');
    }
    const microsAt = (pageMs: number) => this.#clock.at(pageMs).at;
    return { environment, addresses, capture, nowMicros: () => this.nowMicros().at, microsAt };
  }

  /** Finds the lab, or makes one, and opens its feed. */
  async #begin(): Promise<void> {
    this.#turn += 1;
    this.#isIdle = false;
    const http = this.addresses?.http ?? this.#shown;
    const turn = this.#turn;
    this.#feed?.close();
    this.#feed = null;
    const answer = await (http === null
      ? makeLab(this.#environment, this.#root, this.#lastLab())
      : findLab(this.#environment, http));
    if (turn !== this.#turn) return;
    if (answer.kind === 'silent') return this.#wait('server-gone');
    if (answer.kind === 'refused') return this.#refuse(answer.message);
    if (answer.kind === 'lab') return this.#watch(answer.lab);
    if (this.#shown !== null) return this.#refuse(NOT_WATCHED);
    if (http === null) return this.#refuse('What answers at this address is not a Wire 101 server.');
    this.addresses = null;
    this.#lastSeq = 0;
    this.#isRenewed = true;
    this.#change({ kind: 'expired' });
    return this.#begin();
  }

  /** The lab of the page that was here before, in the same tab: no two pages ever have one lab. */
  #lastLab(): string | null {
    return /^\w+(?= )/.exec(this.#environment.take() ?? '')?.[0] ?? null;
  }

  #watch({ limits, ...addresses }: LabMade): void {
    this.addresses = { ...addresses, ...addressesAt(this.#root, addresses.id) };
    this.limits = limits;
    if (addresses.watched)
      this.capture.comesFrom({ kind: 'watched', server: new URL(addresses.watched.upstream).host });
    const turn = this.#turn;
    this.#feed = openFeed(this.#environment, `${this.addresses.feed}?after=${this.#lastSeq}`, {
      records: (records) => this.#take(records),
      clock: (sample) => this.#clock.add(sample),
      lost: () => turn === this.#turn && this.#wait('feed-lost'),
    });
    if (addresses.watched) this.#tick(turn);
  }

  /** Tells the capture the time, for what shows by nothing coming. */
  #tick(turn: number): void {
    if (turn !== this.#turn) return;
    if (this.state.kind === 'ready') this.capture.passTo(this.nowMicros().at - FEED_MICROS);
    this.#cancelTick = this.#environment.after(TICK_MS, () => this.#tick(turn));
  }

  #take(records: readonly FeedRecord[]): void {
    for (const record of records) {
      if (record.type === 'hello') this.#greet(record.nowMicros);
      else if (record.type === 'missed') this.#lastSeq = Math.max(this.#lastSeq, record.toSeq);
      else if (record.type !== 'clock') this.#lastSeq = Math.max(this.#lastSeq, record.seq);
    }
    this.capture.apply(records);
  }

  #greet(labMicros: number): void {
    this.#attempt = 0;
    if (this.#isRenewed) {
      this.#isRenewed = false;
      this.capture = this.#newCapture();
      this.#clock.reset();
    }
    // How long the greeting was in transit is unknown; questions will measure it.
    const now = this.#environment.nowMs();
    this.#clock.add({ askedMs: now - 1000, answeredMs: now, labMicros: labMicros - 500_000 });
    this.#change({ kind: 'ready' });
  }

  #wait(kind: 'server-gone' | 'feed-lost'): void {
    this.#turn += 1;
    this.#attempt += 1;
    const retryInMs = retryDelayMs(this.#attempt, this.#environment.random);
    this.#later(retryInMs);
    this.#change({ kind, attempt: this.#attempt, retryInMs });
  }

  #refuse(message: string): void {
    this.#later(ASK_AGAIN_MS);
    this.#change({ kind: 'refused', message });
  }

  #later(delayMs: number): void {
    this.#cancelRetry();
    this.#isIdle = true;
    this.#cancelRetry = this.#environment.after(delayMs, () => void this.#begin());
  }

  readonly #awake = () => {
    if (this.#kept !== null) this.#takeBack(this.#kept);
    if (this.#isIdle) this.retry();
    else this.#feed?.askClock();
  };

  /** A browser that had stored this page shows it again. Another page may have taken its lab meanwhile. */
  #takeBack(kept: string): void {
    this.#kept = null;
    const found = this.#environment.take();
    if (found === kept) return;
    if (found !== null) this.#environment.keep(found);
    this.addresses = null;
    this.#lastSeq = 0;
    this.#isRenewed = true;
  }

  readonly #store = () => {
    this.#isIdle = true;
    this.#turn += 1;
    this.#cancelRetry();
    this.#feed?.close();
    this.#feed = null;
    if (this.addresses === null || this.#shown !== null) return;
    this.#kept = `${this.addresses.id} ${this.#environment.random()}`;
    this.#environment.keep(this.#kept);
  };

  #change(state: LabState): void {
    this.state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
