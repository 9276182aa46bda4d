import type { Attack } from '../attack';
import type { Row } from '../row';
import { type BareClient, BINARY, CLOSE, frame, handshakeText, TEXT } from '../wire';
import { aliveAfter, openEngine } from './parts';

/** Frames, packets and first bytes that break the rules of their protocol. */
export const misuseRows: readonly Row[] = [
  { name: 'frames', what: 'frames that break a rule', isShort: true, attack: brokenFrames },
  {
    name: 'engine-misuse',
    what: 'packets of Engine.IO and Socket.IO that break a rule',
    isShort: true,
    attack: engineMisuse,
  },
  { name: 'other-protocols', what: 'first bytes of other protocols', isShort: true, attack: otherProtocols },
];

/** What follows a handshake, and the status code with which the server closes (RFC 6455 §7.4.1); null for any end. */
const BROKEN: readonly (readonly [what: string, bytes: Buffer, code: number | null])[] = [
  ['RSV1 without an extension', frame(0xc1, 'x'), 1002],
  ['RSV2', frame(0xa1, 'x'), 1002],
  ['an unknown opcode', frame(0x83, 'x'), 1002],
  ['an unknown control opcode', frame(0x8b, 'x'), 1002],
  ['a continuation of nothing', frame(0x80, 'x'), 1002],
  ['a message within a message', Buffer.concat([frame(0x01, 'x'), frame(0x81, 'y')]), 1002],
  ['a fragmented ping', frame(0x09, 'x'), 1002],
  ['a ping of 126 bytes', frame(0x89, 'x'.repeat(126)), 1002],
  ['no mask', Buffer.from([0x81, 0x01, 0x78]), 1002],
  ['text that is not UTF-8', frame(0x81, Buffer.from([0xff, 0xfe])), 1007],
  ['text of half a character', frame(0x81, Buffer.from([0xe2, 0x82])), 1007],
  ['a length of 2^63', Buffer.from([0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]), null],
  ['a length of 2^53', Buffer.from([0x82, 0xff, 0, 0x20, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]), 1009],
  ['a length of 1 GiB', Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4]), 1009],
  ['a close of one byte', frame(CLOSE, 'x'), 1002],
  ['a close with 1005', frame(CLOSE, Buffer.from([0x03, 0xed])), 1002],
  ['a close with 999', frame(CLOSE, Buffer.from([0x03, 0xe7])), 1002],
  ['a close with bad UTF-8', frame(CLOSE, Buffer.from([0x03, 0xe8, 0xff])), 1007],
  [
    'fragments over 1 MiB',
    Buffer.concat([frame(0x02, Buffer.alloc(600_000)), frame(0x80, Buffer.alloc(600_000))]),
    1009,
  ],
  [
    'a hundred thousand empty fragments',
    Buffer.concat([frame(0x01), ...Array<Buffer>(100_000).fill(frame(0x00))]),
    null,
  ],
];

async function brokenFrames(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const open = async (query: string) => {
    const client = await attack.bare();
    const extension = query ? ['Sec-WebSocket-Extensions: permessage-deflate'] : [];
    await client.send(handshakeText(`/lab/${lab.id}/ws${query}`, extension));
    await client.until(/\r\n\r\n/);
    return client;
  };
  const closedWith = async (client: BareClient, what: string, code: number | null) => {
    await client.closed(4000);
    if (code === null) return attack.expect(client.isClosed, `${what}: the connection stays open`);
    const said = String.fromCharCode(code >> 8, code & 255);
    attack.expect(client.received.includes(said), `${what}: not closed with ${code}`);
    client.socket.destroy();
  };
  for (const [what, bytes, code] of BROKEN) {
    const client = await open('');
    await client.send(bytes);
    await closedWith(client, what, code);
  }
  for (const [what, bytes, code] of [
    ['deflate that is none', frame(0xc1, Buffer.from([0xff, 0xff, 0xff, 0xff])), 1007],
    ['deflate cut short', frame(0xc1, Buffer.from([0x78])), null],
    ['RSV1 on a continuation', Buffer.concat([frame(0x01, 'x'), frame(0xc0, 'x')]), 1002],
  ] as const) {
    const client = await open('?deflate=1');
    await client.send(Buffer.concat([bytes, frame(CLOSE)]));
    await closedWith(client, what, what === 'deflate that is none' ? null : code);
  }
}

const PACKETS = [
  '',
  '9',
  'x',
  '2',
  '3',
  '2probe',
  '5',
  '6',
  '1',
  '0{}',
  '4',
  '49',
  '4nonsense',
  '40',
  '40/',
  '40/other',
  '40/other,{',
  '40{"token":',
  '41',
  '42',
  '42[]',
  '42{}',
  '42["x"',
  '42[1]',
  '42[null]',
  '42["connect"]',
  '42["disconnect"]',
  '42["__proto__"]',
  '429007199254740993["x"]',
  '43[]',
  '431[]',
  '43-1[]',
  '44{}',
  '45-["x"]',
  '451-["x"]',
  '451-["x",{"_placeholder":true,"num":5}]',
  '459999999999-["x"]',
  '452-["x",{"_placeholder":true,"num":0}]',
  '46',
  '47',
  '42/other,["x"]',
  '420["x"]',
  '42["x",{"_placeholder":true,"num":-1}]',
  'bAAAA',
  'b%%%',
  `42["${'x'.repeat(50_000)}"]`,
];

const QUERIES = [
  '&sid=x',
  '&EIO=3',
  '&sid=x&transport=websocket',
  '&j=1',
  '&b64=1',
  '&transport=flash',
  '&transport[]=x',
  '&sid[]=x',
  '&EIO[]=4',
];

async function engineMisuse(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const polling = `/lab/${lab.id}/socket.io/?EIO=4&transport=polling`;
  for (const code of [
    null,
    "io.on('connection', (socket) => socket.onAny((...all) => socket.emit(...all)));",
  ]) {
    await attack.order(lab, 'code', { code });
    for (const packet of PACKETS) {
      await sendInFrames(attack, lab.id, packet);
      if (attack.stand.harm) return;
    }
    for (const query of QUERIES) await askWith(attack, polling, query);
    for (const packet of PACKETS) await post(attack, polling, packet);
  }
  await attack.order(lab, 'code', { code: null });
  await aliveAfter(attack);
}

/** Sends the packet over a WebSocket, after a CONNECT packet and without one. */
async function sendInFrames(attack: Attack, id: string, packet: string): Promise<void> {
  for (const isConnected of [true, false]) {
    const client = await openEngine(attack, id);
    const first = isConnected ? frame(TEXT, '40') : Buffer.alloc(0);
    const frames = [first, frame(TEXT, packet), frame(BINARY, packet), frame(TEXT, '42["x",1]')];
    await client.send(Buffer.concat(frames));
    await client.until(/$^/, 5);
    client.socket.destroy();
    if (attack.stand.harm) return;
  }
}

async function askWith(attack: Attack, polling: string, query: string): Promise<void> {
  for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE', 'PUT']) {
    const { status } = await attack
      .ask(polling + query, { method, body: method === 'POST' ? '40' : undefined, timeoutMs: 3000 })
      .catch(() => ({ status: 0 }));
    attack.expect(status < 500 || status === 501, `${method} with ${query}: ${status}`);
  }
}

/** Sends the packet in a payload of its own session. */
async function post(attack: Attack, polling: string, packet: string): Promise<void> {
  const opened = await attack.ask(polling);
  const sid = /"sid":"([^"]+)"/.exec(opened.body)?.[1];
  if (!sid) return;
  await attack
    .ask(`${polling}&sid=${sid}`, { method: 'POST', body: `40\x1e${packet}\x1e1`, timeoutMs: 3000 })
    .catch(() => undefined);
}

const FIRST_BYTES: Readonly<Record<string, Buffer>> = {
  TLS: Buffer.from('16030100f1010000ed0303', 'hex'),
  'HTTP/2': Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1'),
  SSH: Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'),
  SMTP: Buffer.from('EHLO localhost\r\nMAIL FROM:<x>\r\n'),
  RDP: Buffer.from('030000130ee000000000000100080003000000', 'hex'),
  MQTT: Buffer.from('101000044d5154540402003c000474657374', 'hex'),
  Redis: Buffer.from('*1\r\n$4\r\nPING\r\n'),
  PROXY: Buffer.from('PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  'PROXY 2': Buffer.from('0d0a0d0a000d0a515549540a21110000', 'hex'),
  zeros: Buffer.alloc(10_000),
  noise: Buffer.alloc(10_000, 0xff),
  CONNECT: Buffer.from('CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\n'),
  TRACE: Buffer.from('TRACE / HTTP/1.1\r\nHost: localhost\r\nCookie: secret\r\n\r\n'),
};

async function otherProtocols(attack: Attack): Promise<void> {
  for (const [name, bytes] of Object.entries(FIRST_BYTES)) {
    const client = await attack.bare();
    await client.send(bytes);
    await client.until(/\r\n\r\n|^$/, 500);
    attack.expect(
      !/^HTTP\/1.1 (?:2\d\d|5\d\d)/.test(client.received) || name === 'TRACE',
      `${name} is answered ${client.received.slice(0, 20)}`,
    );
    attack.expect(!client.received.includes('secret'), `${name} is answered with the request's secrets`);
    client.socket.end();
    attack.expect(await client.closed(8000), `after first bytes of ${name} the connection stays open`);
  }
}
