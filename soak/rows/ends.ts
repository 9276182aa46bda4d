import type { Attack } from '../attack';
import { json } from '../lab';
import type { Row } from '../row';
import { type BareClient, frame, handshakeText, pause, requestText, TEXT } from '../wire';
import { nestedPrograms } from './nested-programs';
import { openEngine } from './parts';

/** Origins, hosts and targets that a URL parser may choke on. */
const ORIGINS = [
  'file://',
  'file:///',
  'http://',
  'http:',
  '%',
  'data:,x',
  'about:blank',
  'http://[',
  'http://[::1',
  'blob:null/x',
  'https://localhost:99999',
  'http://a b',
  'http://\u00e9\u00ff',
  'javascript:alert(1)',
  'chrome-extension://abc',
  '//localhost',
  'http://localhost:1:2',
  'http://%00',
  'x',
  'null,null',
  'ws://',
  'http://localhost\t',
];
const HOSTS = [
  '',
  'localhost:99999',
  'localhost:x',
  '[',
  '[::1',
  '%',
  'a b',
  '\u00ff',
  'localhost,localhost',
  '@',
  '127.1',
];
const TARGETS = [
  '/lab/%',
  '/lab/%ff/ws',
  '/%',
  '/%00',
  '//',
  '///lab',
  'http://',
  'http://[/lab/x/ws',
  '*',
  '/?%',
  '/lab/x?a=%ff#%',
  '/lab/__proto__/ws',
  '/lab/constructor',
  '/..%2f..%2fetc/passwd',
  '/assets/%c0%ae',
  '\\',
  '/lab/x/object/99999999',
  '/lab//ws',
  '/lab/x/raw/%31',
];

/** What a client controls may make code throw, but no exception may escape from its request. */
export const endRows: readonly Row[] = [
  { name: 'one-header', what: 'Origin, Host and target that are not URLs', isShort: true, attack: oneHeader },
  {
    name: 'nesting',
    what: 'programs of thousands of brackets, in a server that has not run any',
    isShort: true,
    stand: { isCold: true },
    // The process for programs starts here and stays for a while.
    peakMiB: 160,
    leftMiB: 110,
    attack: nesting,
  },
  {
    name: 'nested-data',
    what: 'orders, events and auth of thousands of brackets',
    isShort: true,
    attack: nestedData,
  },
  {
    name: 'no-handles',
    what: 'all file handles taken, then Socket.IO and a program for the first time',
    stand: { isCold: true, maxFiles: 160 },
    // The process for programs starts here, too.
    peakMiB: 160,
    leftMiB: 110,
    attack: noHandles,
  },
];

async function oneHeader(attack: Attack): Promise<void> {
  const { id } = await attack.lab();
  const engine = 'socket.io/?EIO=4&transport=websocket';
  const own = `Host: localhost:${attack.port}`;
  const heads = [
    ...['ws', 'feed', engine].flatMap((path) =>
      ORIGINS.map((origin) => handshakeText(`/lab/${id}/${path}`, [own, `Origin: ${origin}`])),
    ),
    ...['ws', 'feed', engine].flatMap((path) =>
      HOSTS.map((host) => handshakeText(`/lab/${id}/${path}`, [`Host: ${host}`, 'Origin: http://localhost'])),
    ),
    ...TARGETS.map((target) => handshakeText(target)),
    ...ORIGINS.flatMap((origin) =>
      ['/', `/lab/${id}/echo`, `/lab/${id}/${engine}`].map((path) =>
        requestText(`GET ${path} HTTP/1.1`, [own, `Origin: ${origin}`]),
      ),
    ),
    ...HOSTS.map((host) =>
      requestText('POST /lab HTTP/1.1', [`Host: ${host}`, 'Origin: http://localhost', 'Content-Length: 0']),
    ),
    ...TARGETS.map((target) => requestText(`GET ${target} HTTP/1.1`)),
  ];
  for (const head of heads) {
    const client = await attack.bare();
    await client.send(head);
    const isAnswered = await client.until(/^HTTP\/1\.1 \d{3}/, 5000);
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(client.received) ?? [];
    attack.expect(isAnswered, `no answer to ${json(head.slice(0, 120))}`);
    attack.expect(status !== '500', `500 to ${json(head.slice(0, 120))}`);
    client.socket.destroy();
    if (attack.stand.harm) return;
  }
}

async function nesting(attack: Attack): Promise<void> {
  let n = 0;
  for (const [kind, code] of nestedPrograms(attack.isShort ? [3305] : [3305, 800, 15_000])) {
    if (Buffer.byteLength(code) > 32 * 1024) continue;
    const lab = await attack.lab(n++);
    const answer = await attack.order(lab, 'code', { code });
    const isTold = answer.status === 200 || (answer.status >= 400 && /"error":"[^"]{15,}/.test(answer.body));
    attack.expect(isTold, `a program of ${kind}: ${answer.status} ${answer.body.slice(0, 100)}`);
    await attack.order(lab, 'code', { code: null });
    if (attack.stand.harm) return;
  }
}

async function nestedData(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  for (const depth of [1000, 10_000, 80_000]) {
    for (const [name, method] of [
      ['impairment', 'PUT'],
      ['say', 'POST'],
      ['end', 'POST'],
      ['newsroom', 'PUT'],
      ['code', 'PUT'],
    ] as const) {
      for (const body of [
        deep(depth),
        `{"connection":${deep(depth)}}`,
        `{"code":"1","options":${deep(depth)}}`,
      ]) {
        const { status } = await attack.ask(`/lab/${lab.id}/${name}`, { method, body });
        attack.expect(status < 500, `${name} nested ${depth} deep: ${status}`);
      }
    }
  }
  for (const code of [
    null,
    "io.on('connection', (socket) => socket.onAny((...all) => socket.emit('back', ...all)));",
  ]) {
    await attack.order(lab, 'code', { code });
    for (const depth of [1000, 10_000, 100_000, 500_000]) {
      for (const packet of [
        `42["x",${deep(depth)}]`,
        `420["x",${deep(depth)}]`,
        `40${`{"a":${deep(depth)}}`}`,
      ]) {
        const client = await openEngine(attack, lab.id);
        if (!packet.startsWith('40')) await client.send(frame(TEXT, '40'));
        await client.send(frame(TEXT, packet));
        await client.send(frame(TEXT, '42["x",1]'));
        await pause(30);
        client.socket.destroy();
        if (attack.stand.harm) return;
      }
    }
  }
}

async function noHandles(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const program = await attack.lab();
  // Two connections opened before, since none can be opened afterwards.
  const before = [await attack.bare(), await attack.bare()];
  for (const one of before) {
    await one.send(requestText(`GET /lab/${lab.id}/echo HTTP/1.1`));
    await one.until(/200 OK/);
  }
  const takers: BareClient[] = [];
  for (let n = 0; n < 220; n++) {
    const taker = await attack.bare({ address: attack.address(1 + (n >> 5)) }).catch(() => null);
    if (taker) takers.push(taker);
  }
  await pause(300);
  const body = json({ code: 'io.on("connection", () => {});' });
  await before[0]!.send(requestText(`GET /lab/${lab.id}/socket.io/?EIO=4&transport=polling HTTP/1.1`));
  await before[1]!.send(
    requestText(`PUT /lab/${program.id}/code HTTP/1.1`, [`Content-Length: ${body.length}`], body),
  );
  await pause(1500);
  for (const { socket } of [...takers, ...before]) socket.destroy();
  await pause(500);
  const polling = await attack.ask(`/lab/${lab.id}/socket.io/?EIO=4&transport=polling`);
  attack.expect(
    polling.status === 200,
    `Socket.IO, once handles are free again: ${polling.status} ${polling.body.slice(0, 100)}`,
  );
  const ran = await attack.order(program, 'code', { code: 'io.on("connection", () => {});' });
  attack.expect(
    ran.status === 200,
    `a program, once handles are free again: ${ran.status} ${ran.body.slice(0, 100)}`,
  );
}
