import { deflateRawSync } from 'node:zlib';
import type { Attack } from './attack';
import { json, type LabAddress } from './lab';
import { nestedPrograms } from './rows/nested-programs';
import { SHAPES } from './rows/shapes';
import { type BareClient, BINARY, CLOSE, frame, handshakeText, PING, pause, requestText, TEXT } from './wire';

/** A member of the crowd, and the lab that it uses. */
interface Member {
  readonly attack: Attack;
  readonly lab: LabAddress;
  /** Its number in the crowd; each member has its own address. */
  readonly n: number;
}

/** Something hostile that is soon over. */
type Move = (member: Member) => Promise<void>;

const NESTED = nestedPrograms([800, 3305]).filter(([, code]) => code.length < 32_000);
const PROGRAMS = [
  'for (;;) {}',
  "'a'.repeat(8e6).indexOf('a'.repeat(4e6) + 'b');",
  'const all = []; for (;;) all.push(new Uint8Array(1e6));',
  "io.on('connection', (socket) => socket.onAny(() => {}));",
  "io.on('connection', (socket) => socket.onAny((...all) => io.emit(...all)));",
  'setInterval(() => { const until = performance.now() + 20; while (performance.now() < until); }, 0);',
];
const BOMB = deflateRawSync(Buffer.alloc(20 * 2 ** 20), { level: 9 });

/** Does something on a connection of this member, and then ends the connection in a random way. */
async function withBare({ attack, n }: Member, use: (client: BareClient) => Promise<unknown>): Promise<void> {
  const client = await attack.bare({ address: attack.address(n) });
  await use(client);
  if (attack.random.next() < 0.3) client.socket.resetAndDestroy();
  else client.socket.destroy();
}

const onWebSocket = (member: Member, bytes: () => Buffer, query = '', field: string[] = []): Promise<void> =>
  withBare(member, async (client) => {
    await client.send(handshakeText(`/lab/${member.lab.id}/ws${query}`, field));
    await client.until(/\r\n\r\n/, 2000);
    await client.send(bytes());
    await client.until(/$^/, member.attack.random.whole(0, 1000));
  });

const order = ({ attack, lab, n }: Member, name: string, method: string, value: unknown) =>
  attack.ask(`/lab/${lab.id}/${name}`, {
    method,
    body: json(value),
    from: attack.address(n),
    timeoutMs: 10_000,
  });

const connectionOf = ({ attack }: Member) => attack.random.whole(1, 60);

/** The moves of the crowd. */
export const MOVES: readonly Move[] = [
  async function origin(member) {
    const origins = ['file://', 'http://[', '%', 'data:,x', 'null', 'http://evil.test'];
    const fields = [`Host: localhost:${member.attack.port}`, `Origin: ${member.attack.random.pick(origins)}`];
    await withBare(member, async (client) => {
      await client.send(handshakeText(`/lab/${member.lab.id}/ws`, fields));
      await client.until(/\r\n\r\n/, 2000);
    });
  },
  async function program(member) {
    await order(member, 'code', 'PUT', { code: member.attack.random.pick(PROGRAMS) });
  },
  async function nestedProgram(member) {
    await order(member, 'code', 'PUT', { code: member.attack.random.pick(NESTED)[1] });
  },
  async function noProgram(member) {
    await order(member, 'code', 'PUT', { code: null });
  },
  async function impairment(member) {
    const { random } = member.attack;
    const change = random.pick([
      { readBytes: 1 },
      { readBytes: 0, delayMs: 0, bytesPerSecond: 0 },
      { delayMs: 2000 },
      { bytesPerSecond: 1000 },
      { gatherMs: 2000 },
    ]);
    await order(member, 'impairment', 'PUT', { connection: 'next', ...change });
  },
  async function cut(member) {
    const kind = member.attack.random.pick(['none', 'stall', 'black hole']);
    await order(member, 'impairment', 'PUT', {
      connection: member.attack.random.pick(['all', connectionOf(member)]),
      cut: kind,
    });
  },
  async function say(member) {
    const { random } = member.attack;
    const [bytes, count] = [random.whole(1, 150_000), random.whole(1, 200)];
    const saying = {
      text: 'x'.repeat(bytes),
      count,
      gapMs: random.pick([0, 10]),
      fragments: random.whole(1, 20),
    };
    await order(member, 'say', 'POST', { connection: connectionOf(member), ...saying });
  },
  async function end(member) {
    const how = member.attack.random.pick(['reset', 'fin', 'close']);
    await order(member, 'end', 'POST', { connection: connectionOf(member), how });
  },
  async function largeMessage(member) {
    const bytes = member.attack.random.whole(1, 1_200_000);
    await onWebSocket(member, () => frame(BINARY, Buffer.alloc(bytes, 'x')));
  },
  async function noisyFrames(member) {
    const { random } = member.attack;
    await onWebSocket(member, () =>
      Buffer.concat(Array.from({ length: 10 }, () => frame(random.whole(0, 255), random.bytes(50)))),
    );
  },
  async function pings(member) {
    await onWebSocket(member, () => Buffer.concat(Array<Buffer>(500).fill(frame(PING, 'ping'))));
  },
  async function bomb(member) {
    await onWebSocket(member, () => frame(0xc2, BOMB), '?deflate=1', [
      'Sec-WebSocket-Extensions: permessage-deflate',
    ]);
  },
  async function oneByteAtATime(member) {
    await withBare(member, async (client) => {
      await client.send(handshakeText(`/lab/${member.lab.id}/ws`));
      await client.dribble(frame(BINARY, Buffer.alloc(5000, 'x')));
    });
  },
  async function unread(member) {
    await withBare(member, async (client) => {
      await client.send(handshakeText(`/lab/${member.lab.id}/ws`));
      client.socket.pause();
      for (let k = 0; k < 20; k++) void client.send(frame(BINARY, Buffer.alloc(60_000, 'x')));
      await pause(1000);
    });
  },
  async function pipeline(member) {
    await withBare(member, async (client) => {
      void client.send(requestText(`GET /lab/${member.lab.id}/echo?afterMs=30000 HTTP/1.1`).repeat(1000));
      await pause(500);
    });
  },
  async function shape(member) {
    const { random } = member.attack;
    await withBare(member, async (client) => {
      await client.send(
        random.pick(SHAPES).bytes(`/lab/${member.lab.id}/echo`) + requestText(`GET / HTTP/1.1`),
      );
      await client.until(/\r\n\r\n/, 500);
    });
  },
  async function raw(member) {
    const { attack, lab, n } = member;
    const to = attack.random.pick(['', '?to=bytes', '?pieces=1,1,1,1&gapMs=500']);
    const from = attack.address(n);
    await attack.ask(`/lab/${lab.id}/raw${to}`, { method: 'POST', body: attack.random.bytes(2000), from });
    const path = `/lab/${lab.id}/raw/${attack.random.whole(1, 40)}`;
    await attack.ask(path, { method: 'POST', body: Buffer.alloc(100_000), from });
    await attack.ask(path, { method: 'DELETE', from });
  },
  async function engine(member) {
    const packets = [
      '40',
      '42["x"]',
      '420["x",1]',
      '451-["x",{"_placeholder":true,"num":0}]',
      '2probe',
      '41',
      '9',
      `42["x",${'['.repeat(2000)}${']'.repeat(2000)}]`,
    ];
    await withBare(member, async (client) => {
      await client.send(handshakeText(`/lab/${member.lab.id}/socket.io/?EIO=4&transport=websocket`));
      await client.until(/"sid"/, 2000);
      await client.send(frame(TEXT, '40'));
      for (let k = 0; k < 50; k++) await client.send(frame(TEXT, member.attack.random.pick(packets)));
      await pause(200);
    });
  },
  async function poll({ attack, lab, n }) {
    const query = attack.random.pick(['', '&xsid=1', '&sid=x', '&EIO=3']);
    await attack.ask(`/lab/${lab.id}/socket.io/?EIO=4&transport=polling${query}`, {
      from: attack.address(n),
      timeoutMs: 3000,
    });
  },
  async function feed(member) {
    await withBare(member, async (client) => {
      await client.send(
        handshakeText(
          `/lab/${member.lab.id}/feed?after=${member.attack.random.pick(['0', '-1', '1e9', 'x'])}`,
        ),
      );
      if (member.attack.random.next() < 0.5) client.socket.pause();
      await pause(member.attack.random.whole(0, 3000));
    });
  },
  async function halfARequest(member) {
    await withBare(member, async (client) => {
      const whole = requestText(
        `POST /lab/${member.lab.id}/echo HTTP/1.1`,
        ['Content-Length: 100000'],
        'x'.repeat(2000),
      );
      await client.send(whole.slice(0, member.attack.random.whole(1, whole.length)));
      await pause(1000);
    });
  },
  async function ignoredClose(member) {
    await onWebSocket(member, () => Buffer.concat([frame(CLOSE), frame(TEXT, 'after')]));
  },
  async function newLab({ attack, n }) {
    await attack.ask('/lab', { method: 'POST', from: attack.address(n) });
  },
];
