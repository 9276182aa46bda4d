import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NewsItem } from '../src/protocol/messages/answers';
import { evenText } from '../src/protocol/messages/even-text';
import { answerJson } from './answer';
import type { Lab } from './lab';
import type { Limits } from './limits';

interface Listener {
  /** Called when there is news, and with none when the newsroom closes. */
  tell(): void;
}

/** How much news is kept for clients that ask late. */
const KEPT = 200;

/** Makes news in a lab at random moments, for clients that wait for it. */
export class Newsroom {
  readonly #lab: Lab;
  readonly #listeners = new Set<Listener>();
  readonly #items: NewsItem[] = [];
  #last = 0;
  #left = 0;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(lab: Lab) {
    this.#lab = lab;
    lab.open.add(this);
  }

  /** Makes `count` pieces from now on, `everyMs` apart on average, and forgets those before; 0 stops. */
  make(everyMs: number, count: number): void {
    if (everyMs > 0) this.#items.length = 0;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#left = everyMs === 0 || this.#isClosed ? 0 : count;
    if (this.#left > 0) this.#plan(everyMs);
  }

  after(id: number): readonly NewsItem[] {
    return this.#items.filter((item) => item.id > id);
  }

  /** The id of the newest piece; 0 before the first. */
  get newest(): number {
    return this.#last;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Call the result to stop. */
  listen(tell: () => void): () => void {
    const listener = { tell };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isClosed = true;
    this.make(0, 1);
    for (const { tell } of [...this.#listeners]) tell();
    this.#lab.open.delete(this);
  }

  #plan(everyMs: number): void {
    // Between 0.5 and 1.5 times the average: nobody can predict the moment, and nobody waits forever.
    const waitMs = everyMs * (0.5 + Math.random());
    this.#timer = setTimeout(() => {
      this.#happen();
      if (--this.#left > 0) this.#plan(everyMs);
      else this.#timer = null;
    }, waitMs);
    this.#timer.unref();
  }

  #happen(): void {
    const id = ++this.#last;
    const atMicros = this.#lab.nowMicros;
    this.#items.push({ id, atMicros, text: evenText('News', id, atMicros) });
    if (this.#items.length > KEPT) this.#items.shift();
    for (const { tell } of [...this.#listeners]) tell();
  }
}

/** The newsroom of a lab, made on first use. */
export function newsroomOf(lab: Lab): Newsroom {
  lab.newsroom ??= new Newsroom(lab);
  return lab.newsroom;
}

/** Calls `tell` with each piece of news that happens from now on. Call the result to stop. */
export function followNews(lab: Lab, tell: (item: NewsItem) => void): () => void {
  const newsroom = newsroomOf(lab);
  let last = newsroom.newest;
  return newsroom.listen(() => {
    for (const item of newsroom.after(last)) {
      last = item.id;
      tell(item);
    }
  });
}

/** `GET news`: answers at once; when there is news (`waitMs`); or with each piece as it happens (`Accept: text/event-stream`). */
export function answerNews(
  lab: Lab,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
  limits: Limits,
): void {
  const newsroom = newsroomOf(lab);
  const after = numberIn(request.headers['last-event-id'] ?? query.get('after'), Number.MAX_SAFE_INTEGER);
  if (request.headers.accept?.includes('text/event-stream')) stream(newsroom, after, response);
  else answerOnce(newsroom, after, numberIn(query.get('waitMs'), limits.answerAfterMs), response);
}

function answerOnce(newsroom: Newsroom, after: number, waitMs: number, response: ServerResponse): void {
  const reply = (): boolean => {
    const news = newsroom.after(after);
    if (news.length === 0) return false;
    answerJson(response, 200, { news });
    return true;
  };
  if (reply()) return;
  // RFC 9110 §8.6: a 204 response has no Content-Length.
  const nothing = () => void response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
  if (waitMs === 0 || newsroom.isClosed) {
    nothing();
    return;
  }
  const end = () => {
    stop();
    clearTimeout(patience);
  };
  const stop = newsroom.listen(() => {
    end();
    if (!reply()) nothing();
  });
  const patience = setTimeout(() => {
    end();
    nothing();
  }, waitMs);
  patience.unref();
  response.on('close', end);
}

/** Server-sent events (HTML Standard §9.2): a response that never ends, with a chunk for each event. */
function stream(newsroom: Newsroom, after: number, response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.flushHeaders();
  let last = after;
  const tell = () => {
    for (const item of newsroom.after(last)) {
      response.write(`id: ${item.id}\ndata: ${JSON.stringify(item)}\n\n`);
      last = item.id;
    }
    if (newsroom.isClosed) response.end();
  };
  const stop = newsroom.listen(tell);
  response.on('close', stop);
  tell();
}

/** A whole number from 0 to `most`; 0 for anything else. */
function numberIn(value: string | string[] | null | undefined, most: number): number {
  const number = Number(value ?? 0);
  return Number.isInteger(number) && number > 0 ? Math.min(number, most) : 0;
}
