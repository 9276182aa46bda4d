import { encodeFeed, type FeedRecord } from '../protocol/feed';
import type { LabLimits, LabMade } from '../protocol/messages/lab-made';
import type { LabEnvironment, PageListener } from './environment';

/** The address of the in-memory server. */
export const ORIGIN = 'http://localhost:8101';

/** A socket that does what the test tells it to. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  readyState = 0;
  binaryType = 'blob';
  protocol = '';
  readonly sent: unknown[] = [];
  readonly url: string;
  readonly protocols: readonly string[];

  constructor(url: string, protocols: readonly string[] = []) {
    super();
    this.url = url;
    this.protocols = protocols;
  }

  send(data: unknown): void {
    if (this.readyState === 0) throw new DOMException('still connecting', 'InvalidStateError');
    this.sent.push(data);
  }

  close(code = 1000, reason = ''): void {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  receive(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  feed(...records: FeedRecord[]): void {
    this.receive(encodeFeed(records).buffer);
  }
}

/** An in-memory server, and a browser whose clock moves only when a test moves it. */
export class World {
  random = 0;
  nowMs = 1000;
  isUp = true;
  /** The server whose traffic every lab watches. */
  watched: LabMade['watched'] | null = null;
  refusal: { status: number; error: string } | null = null;
  labs = new Set<string>();
  /** The limits that it reports. */
  limits: LabLimits = {
    messageBytes: 1000,
    rawBytes: 1000,
    heartbeatMs: 1000,
    delayMs: 1000,
    jitterMs: 1000,
    bytesPerSecond: 1000,
    readBytes: 1000,
    gatherMs: 1000,
    piecesPerRead: 10,
  };
  readonly sockets: FakeSocket[] = [];
  readonly asked: string[] = [];
  readonly timers: { delayMs: number; task: () => void }[] = [];
  /** What a page has kept for the next one in its tab. */
  kept: string | null = null;
  page: PageListener = { awake() {}, stored() {} };

  readonly environment: LabEnvironment = {
    fetch: async (input, init) =>
      this.#answer(String(input), init?.method ?? 'GET', typeof init?.body === 'string' ? init.body : null),
    WebSocket: this.#socketClass(),
    EventSource: class extends EventTarget {} as unknown as typeof EventSource,
    nowMs: () => this.nowMs,
    random: () => this.random,
    after: (delayMs, task) => {
      const timer = { delayMs, task };
      this.timers.push(timer);
      return () => {
        const place = this.timers.indexOf(timer);
        if (place >= 0) this.timers.splice(place, 1);
      };
    },
    watchPage: (page) => {
      this.page = page;
      return () => {};
    },
    keep: (text) => {
      this.kept = text;
    },
    take: () => {
      const { kept } = this;
      this.kept = null;
      return kept;
    },
  };

  get feed(): FakeSocket {
    return this.sockets.findLast(({ url }) => url.includes('/feed'))!;
  }

  /** Runs the timer that is due first. */
  elapse(): void {
    const due = this.timers.reduce((first, timer) => (timer.delayMs < first.delayMs ? timer : first));
    this.timers.splice(this.timers.indexOf(due), 1);
    due.task();
  }

  #socketClass(): typeof WebSocket {
    const { sockets } = this;
    class Connecting extends FakeSocket {
      constructor(url: string, protocols?: readonly string[]) {
        if (protocols && !Array.isArray(protocols)) {
          throw new DOMException(`The subprotocol '${protocols}' is invalid.`, 'SyntaxError');
        }
        super(url, protocols);
        sockets.push(this);
      }
    }
    return Connecting as unknown as typeof WebSocket;
  }

  async #answer(url: string, method: string, body: string | null): Promise<Response> {
    this.asked.push(
      `${method} ${url.slice(ORIGIN.length)}${url === `${ORIGIN}/lab` && body ? ` ${body}` : ''}`,
    );
    if (!this.isUp) throw new TypeError('Failed to fetch');
    if (this.refusal) return Response.json({ error: this.refusal.error }, { status: this.refusal.status });
    if (url.includes('/raw?') || url.endsWith('/raw')) {
      return Response.json({ raw: 1, port: 50_001 }, { status: 201 });
    }
    const isAsked = url === `${ORIGIN}/lab`;
    const again = isAsked && body !== null && this.labs.has(body) ? body : null;
    if (isAsked && again === null) this.labs.add(`lab${this.labs.size + 1}`);
    const id = isAsked ? (again ?? [...this.labs].at(-1)!) : url.split('/lab/')[1]!.split(/[/?]/)[0]!;
    if (!this.labs.has(id) || url.includes('gone'))
      return Response.json({ error: 'No such lab.' }, { status: 404 });
    const http = `${ORIGIN}/lab/${id}`;
    const ws = http.replace('http', 'ws');
    const addresses = { id, http, ws: `${ws}/ws`, feed: `${ws}/feed`, socketio: `${http}/socket.io/` };
    const watched = this.watched && { watched: this.watched };
    return Response.json({ ...addresses, ...watched, expiresInMs: 600_000, limits: this.limits });
  }
}
