import { objectOf } from './impairment';
import type { Limits } from './limits';

/** Text messages that the echo is to send unasked. */
export interface Saying {
  /** `{n}` in it becomes the number of the message, from 1. */
  readonly text: string;
  readonly count: number;
  /** From one to the next. */
  readonly gapMs: number;
  /** So many frames a message. */
  readonly fragments: number;
  /** A ping frame after the first of them. */
  readonly pingBetween: boolean;
}

/** What a lab is asked to do on one of its connections. */
export type Ordered<Order> = { readonly connection: number } & Order;

/** How the server is to end a connection. */
export type EndOrder =
  | { readonly how: 'reset' | 'fin' }
  | { readonly how: 'close'; readonly closeCode?: number; readonly reason?: string };

/** Reads `{"connection": 7, "text": "tick {n}", "count": 10, "gapMs": 50}`; a sentence when it is not that. */
export function readSaying(body: string, limits: Limits): Ordered<Saying> | string {
  const order = objectOf(body);
  if (order === null) return 'Send a JSON object, such as {"connection": 7, "text": "Hello"}.';
  const { connection, text, count = 1, gapMs = 0, fragments = 1, pingBetween = false } = order;
  if (!isNumber(connection)) return CONNECTION;
  if (typeof text !== 'string' || Buffer.byteLength(text) > limits.rawBytes) {
    return `text is a string of at most ${limits.rawBytes} bytes.`;
  }
  if (!isWithin(count, 1, limits.sayings)) return `count is a whole number from 1 to ${limits.sayings}.`;
  if (count * Buffer.byteLength(text) > limits.sayingBytes) {
    return `count times the bytes of text may be ${limits.sayingBytes} at most: say less, or less often.`;
  }
  if (!isWithin(gapMs, 0, limits.sayingGapMs)) {
    return `gapMs is a whole number from 0 to ${limits.sayingGapMs}.`;
  }
  if (!isWithin(fragments, 1, 20)) return 'fragments is a whole number from 1 to 20.';
  if (typeof pingBetween !== 'boolean') return 'pingBetween is true or false.';
  return { connection, text, count, gapMs, fragments, pingBetween };
}

/** Reads `{"connection": 7, "how": "close", "closeCode": 4001, "reason": "lunch"}`; a sentence when it is not that. */
export function readEndOrder(body: string): Ordered<EndOrder> | string {
  const order = objectOf(body);
  if (order === null) return 'Send a JSON object, such as {"connection": 7, "how": "reset"}.';
  const { connection, how, closeCode, reason } = order;
  if (!isNumber(connection)) return CONNECTION;
  if (how === 'reset' || how === 'fin') return { connection, how };
  if (how !== 'close') return 'how is "reset", "fin" or "close".';
  if (closeCode !== undefined && !isSendable(closeCode)) {
    return 'A close frame may carry 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4): 1005, 1006 and 1015 are never sent.';
  }
  if (reason !== undefined && (typeof reason !== 'string' || Buffer.byteLength(reason) > 123)) {
    return 'A reason is a text of at most 123 bytes: a control frame has 125, and the code takes two (RFC 6455 §5.5).';
  }
  if (reason && closeCode === undefined) return 'A reason needs a close code before it (RFC 6455 §5.5.1).';
  return {
    connection,
    how,
    ...(closeCode === undefined ? {} : { closeCode }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Reads `{"everyMs": 2000, "count": 10}`; a sentence when it is not that. 0 stops the news. */
export function readNewsOrder(body: string, limits: Limits): { everyMs: number; count: number } | string {
  const order = objectOf(body);
  if (order === null) return 'Send a JSON object, such as {"everyMs": 2000, "count": 10}.';
  const { everyMs, count = 10 } = order;
  const [least, most] = limits.newsEveryMs;
  if (everyMs !== 0 && !isWithin(everyMs, least, most)) {
    return `everyMs is a whole number from ${least} to ${most}, or 0 to stop.`;
  }
  if (!isWithin(count, 1, limits.news)) return `count is a whole number from 1 to ${limits.news}.`;
  return { everyMs, count };
}

/** Reads `{"code": "io.on(…)", "options": {"pingInterval": 2000}}`; a sentence when it is not that. `null` ends what runs. */
export function readCodeOrder(
  body: string,
  { codeBytes }: Limits,
): { readonly code: string | null; readonly options: unknown } | string {
  const order = objectOf(body);
  if (order === null) return 'Send a JSON object, such as {"code": "io.on(\'connection\', () => {})"}.';
  const { code, options = {} } = order;
  if (code !== null && typeof code !== 'string') return 'code is the text of the program, or null.';
  if (code !== null && Buffer.byteLength(code) > codeBytes)
    return `A program has ${codeBytes} bytes at most.`;
  return { code, options };
}

/** How a raw write is cut: `pieces=2,2,2&gapMs=100`. Null when it is not; a sentence when it cannot be. */
export function readPieces(
  query: URLSearchParams,
  limits: Limits,
): { sizes: readonly number[]; gapMs: number } | null | string {
  const pieces = query.get('pieces');
  const gapMs = Number(query.get('gapMs') ?? 0);
  if (!isWithin(gapMs, 0, limits.rawGapMs)) return `gapMs is a whole number from 0 to ${limits.rawGapMs}.`;
  if (pieces === null || pieces === '') return null;
  const sizes = pieces.split(',').map(Number);
  const isRight =
    sizes.length <= limits.rawPieces && sizes.every((size) => isWithin(size, 1, limits.rawBytes));
  return isRight ? { sizes, gapMs } : `pieces are at most ${limits.rawPieces} sizes in bytes: pieces=2,2,2.`;
}

const CONNECTION = 'connection is the number of an open connection of this lab.';

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

const isWithin = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/** RFC 6455 §7.4. */
function isSendable(value: unknown): value is number {
  return isWithin(value, 1000, 1003) || isWithin(value, 1007, 1014) || isWithin(value, 3000, 4999);
}
