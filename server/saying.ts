import type { WebSocket } from 'ws';
import type { SayOrder } from '../src/protocol/messages/orders';
import { logFault } from './fault-log';
import type { EchoSocket } from './lab';
import type { Limits } from './limits';

/** So long one order may keep the event loop; then everybody else has a turn. */
const SLICE_MS = 2;

/** What the server does on this WebSocket without being asked by its client. */
export function echoSocket(websocket: WebSocket, limits: Limits): EchoSocket {
  let underWay = 0;
  return {
    say(order) {
      if (underWay >= limits.sayingOrders) return false;
      underWay++;
      sayInTurns(websocket, order, limits, () => {
        underWay--;
      });
      return true;
    },
    close: (closeCode, reason) => websocket.close(closeCode, reason),
  };
}

/** Sends the messages, in slices of the event loop; `done` is called once, at the end or when nobody listens any more. */
function sayInTurns(
  websocket: WebSocket,
  order: SayOrder,
  { echoUnsentBytes }: Limits,
  done: () => void,
): void {
  const { text, count, gapMs, fragments, pingBetween } = order;
  let n = 0;
  const next = () => {
    const sliceEndMs = performance.now() + SLICE_MS;
    do {
      const isHeard = websocket.readyState === websocket.OPEN && websocket.bufferedAmount <= echoUnsentBytes;
      if (!isHeard || n === count) return done();
      n++;
      sendInFragments(websocket, text.replaceAll('{n}', String(n)), fragments, pingBetween);
    } while (gapMs === 0 && performance.now() < sliceEndMs);
    if (gapMs > 0) setTimeout(guarded, gapMs).unref();
    else setImmediate(guarded);
  };
  const guarded = () => {
    try {
      next();
    } catch (error) {
      logFault('An order to say something', error);
      websocket.terminate();
      done();
    }
  };
  guarded();
}

/** One text message in so many frames (RFC 6455 §5.4), with a ping after the first of them if wanted. */
function sendInFragments(websocket: WebSocket, text: string, fragments: number, pingBetween: boolean): void {
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / fragments);
  let from = 0;
  for (let k = 1; k <= fragments; k++) {
    const end = characterBorder(bytes, k * size);
    websocket.send(bytes.subarray(from, end), { fin: k === fragments, binary: false });
    if (k === 1 && pingBetween) websocket.ping();
    from = end;
  }
}

/** The first byte from `at` on with which a character begins: continuation bytes are 10xxxxxx (RFC 3629 §3). */
function characterBorder(bytes: Buffer, at: number): number {
  let border = Math.min(at, bytes.length);
  while (border < bytes.length && (bytes[border]! & 0xc0) === 0x80) border++;
  return border;
}
