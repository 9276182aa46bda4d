import type { FromFrame } from './messages';

/** Lines of one page in a second; the lab keeps fewer, and says so. Everything else goes through. */
const LINES_PER_SECOND = 500;
/** These are few, and the lab counts on them. */
const ALWAYS: ReadonlySet<FromFrame['kind']> = new Set(['alive', 'leaves', 'io', 'connections']);
/** Longest text of one line. */
const MAX_TEXT = 2000;

/** What a page's frame tells the page of the lab. */
export interface Report {
  /** False when the lab would not read one more line in this second. */
  hasRoom(): boolean;
  tell(message: FromFrame): void;
  /** A line of the console. */
  say(kind: 'log' | 'warn' | 'error' | 'uncaught', text: string, line: number): void;
}

export function createReport(port: MessagePort): Report {
  // A page may replace these later.
  const post = port.postMessage.bind(port);
  let second = { sinceMs: 0, count: 0 };
  const hasRoom = () => {
    const nowMs = nowMillis();
    if (nowMs - second.sinceMs >= 1000) second = { sinceMs: nowMs, count: 0 };
    return second.count < LINES_PER_SECOND;
  };
  const tell = (message: FromFrame) => {
    if (!hasRoom()) return;
    second.count += 1;
    post(message);
  };
  return {
    hasRoom,
    tell: (message) => (ALWAYS.has(message.kind) ? post(message) : tell(message)),
    say: (kind, text, line) => tell({ kind, text: cut(text), line, atMs: nowMillis() }),
  };
}

const { performance } = globalThis;
const now = performance.now.bind(performance);
const { timeOrigin } = performance;

/** Now, in milliseconds since 1970: monotonic, so that it can be compared with what other threads say. */
export const nowMillis = (): number => timeOrigin + now();

export const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
