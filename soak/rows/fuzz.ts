import type { Attack } from '../attack';
import { json } from '../lab';
import type { Random } from '../random';
import { HOLES_MIB, type Row } from '../row';
import { frame, handshakeText, requestText, TEXT } from '../wire';
import { aliveAfter } from './parts';

/** Attacks that nobody thought of. */
export const fuzzRows: readonly Row[] = [
  {
    name: 'fuzz',
    what: 'random requests, orders, frames and packets, with a seed',
    leftMiB: HOLES_MIB,
    attack: fuzz,
  },
];

/** Valid beginnings, each followed by noise, cut anywhere and ended in any way. */
async function fuzz(attack: Attack): Promise<void> {
  const { random } = attack;
  const lab = await attack.lab();
  const other = await attack.lab();
  await attack.order(other, 'code', {
    code: "io.on('connection', (socket) => socket.onAny((...all) => socket.emit(...all)));",
  });
  const untilMs = performance.now() + (attack.isShort ? 3000 : 30_000);
  let tries = 0;
  while (performance.now() < untilMs && !attack.stand.harm) {
    const { id } = random.pick([lab, other]);
    await Promise.all(Array.from({ length: 8 }, () => oneTry(attack, id)));
    tries += 8;
  }
  attack.expect(tries > 100, `only ${tries} tries`);
  await aliveAfter(attack);
}

const PATHS = [
  '',
  'ws',
  'ws?deflate=1',
  'feed',
  'echo',
  'page',
  'object/1',
  'news',
  'raw',
  'raw/1',
  'say',
  'end',
  'impairment',
  'newsroom',
  'code',
  'socket.io/?EIO=4&transport=polling',
  'socket.io/?EIO=4&transport=websocket',
];

const FIELDS = [
  'Transfer-Encoding: chunked',
  'Content-Length: 20',
  'Upgrade: h2c',
  'Expect: 100-continue',
  'Connection: close, upgrade',
  'Cookie: a=b',
  'Origin: null',
  'Range: bytes=0-1',
  'Accept: text/event-stream',
  'Last-Event-ID: x',
];

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'];

const PACKETS = [
  '40',
  '42["x"]',
  '43[]',
  '451-["x",{"_placeholder":true,"num":9}]',
  '2probe',
  '5',
  '6',
  '41',
  '0',
  'b',
  '44{}',
  '42[]',
  '42["__proto__",{}]',
];

async function oneTry(attack: Attack, id: string): Promise<void> {
  const { random } = attack;
  const start = Buffer.from(startOf(random, id), 'latin1');
  const noise = random.pick([
    () => random.bytes(random.whole(0, 300)),
    () => frame(random.whole(0, 255), random.bytes(random.whole(0, 200))),
    () => frame(TEXT, random.pick(PACKETS)),
    () => Buffer.from(orderOf(random)),
  ]);
  const kept = random.next() < 0.2 ? start.subarray(0, random.whole(0, start.length)) : start;
  const client = await attack.bare();
  await client.send(Buffer.concat([kept, noise(), random.next() < 0.3 ? noise() : Buffer.alloc(0)]));
  if (random.next() < 0.5) await client.until(/\r\n\r\n/, 20);
  if (random.next() < 0.3) client.socket.resetAndDestroy();
  else client.socket.destroy();
}

/** The head of an opening handshake or of another request. */
function startOf(random: Random, id: string): string {
  const path = `/lab/${id}/${random.pick([...PATHS, `x${random.whole(0, 9)}`])}`;
  const field = random.pick(FIELDS);
  if (random.next() < 0.5) {
    const version = random.pick(['HTTP/1.1', 'HTTP/1.0']);
    return requestText(`${random.pick(METHODS)} ${path} ${version}`, [field]);
  }
  const fields = random.pick([
    [],
    [field],
    ['Sec-WebSocket-Extensions: permessage-deflate'],
    ['Sec-WebSocket-Protocol: echo.wire101, ,'],
  ]);
  return handshakeText(path, fields);
}

function orderOf(random: Random): string {
  const name = random.pick(['delayMs', 'cut', 'how', 'text', 'code', '__proto__']);
  return json({
    connection: random.pick([1, 'all', 'next', -1, null]),
    [name]: random.pick([1, 'stall', 'reset', {}, null]),
  });
}
