import type { Attack } from '../attack';
import { json } from '../lab';
import type { Row } from '../row';
import { type BareClient, BINARY, frame, handshakeText, pause, requestText, waitFor } from '../wire';
import { expectOk, expectTold } from './parts';

/** At a limit everything works; over it a student is told which one; afterwards there is room again. */
export const limitRows: readonly Row[] = [
  {
    name: 'limits-of-orders',
    what: 'numbers, sizes and strings of orders at and over their limits',
    isShort: true,
    attack: limitsOfOrders,
  },
  {
    name: 'limits-of-bodies',
    what: 'heads, bodies, messages and raw writes that are one byte too long',
    attack: limitsOfBodies,
  },
  {
    name: 'limits-of-a-lab',
    what: 'connections, pages and raw connections beyond a lab’s',
    attack: limitsOfALab,
  },
];

async function limitsOfOrders(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const websocket = await attack.bare();
  await websocket.send(handshakeText(`/lab/${lab.id}/ws`));
  await websocket.until(/\r\n\r\n/);
  const text = (bytes: number) => 'x'.repeat(bytes);
  const cases: readonly (readonly [order: string, within: object, over: object, limit: RegExp])[] = [
    ['impairment', { delayMs: 2000 }, { delayMs: 2001 }, /delayMs.*2000/],
    ['impairment', { jitterMs: 1000 }, { jitterMs: 1001 }, /jitterMs.*1000/],
    [
      'impairment',
      { bytesPerSecond: 10_000_000 },
      { bytesPerSecond: 10_000_001 },
      /bytesPerSecond.*10000000/,
    ],
    ['impairment', { readBytes: 65_536 }, { readBytes: 65_537 }, /readBytes.*65536/],
    ['impairment', { gatherMs: 2000 }, { gatherMs: 2001 }, /gatherMs.*2000/],
    ['say', { text: text(100), count: 200 }, { text: 'x', count: 201 }, /count.*200/],
    ['say', { text: text(150 * 1024) }, { text: text(160 * 1024 + 1) }, /16\d{4} bytes|at most/],
    ['say', { text: 'x', count: 2, gapMs: 2000 }, { text: 'x', gapMs: 2001 }, /gapMs.*2000/],
    ['say', { text: text(20), fragments: 20 }, { text: 'x', fragments: 21 }, /fragments.*20/],
    ['newsroom', { everyMs: 50, count: 100 }, { everyMs: 50, count: 101 }, /count.*100/],
    ['newsroom', { everyMs: 60_000 }, { everyMs: 60_001 }, /everyMs.*60000/],
    ['newsroom', { everyMs: 0 }, { everyMs: 49 }, /everyMs.*50/],
    ['code', { code: `//${text(32 * 1024 - 2)}` }, { code: `//${text(32 * 1024 - 1)}` }, /32768 bytes/],
    [
      'end',
      { how: 'close', closeCode: 1000, reason: text(123) },
      { how: 'close', closeCode: 1000, reason: text(124) },
      /123 bytes/,
    ],
  ];
  for (const [order, within, over, limit] of cases) {
    const connection = order === 'impairment' ? 'next' : 1;
    const base = order === 'newsroom' || order === 'code' ? {} : { connection };
    expectTold(
      attack,
      `${order} ${json(over).slice(0, 40)}`,
      await attack.order(lab, order, { ...base, ...over }),
      [400, 413],
      limit,
    );
    expectOk(
      attack,
      `${order} ${json(within).slice(0, 40)}`,
      await attack.order(lab, order, { ...base, ...within }),
    );
  }
  const nothing = { delayMs: 0, jitterMs: 0, bytesPerSecond: 0, readBytes: 0, gatherMs: 0 };
  await attack.order(lab, 'impairment', { connection: 'all', ...nothing });
  await attack.order(lab, 'newsroom', { everyMs: 0 });
  await attack.order(lab, 'code', { code: null });
  const page = await attack.ask(`/lab/${lab.id}/page?objects=100000`);
  attack.expect(page.body.split('<img').length - 1 === 60, 'a page names more than 60 objects');
}

async function limitsOfBodies(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const mib = 1024 * 1024;
  const post = (path: string, bytes: number) =>
    attack.ask(`/lab/${lab.id}/${path}`, { method: 'POST', body: Buffer.alloc(bytes, 'x') });
  expectOk(attack, 'a body of 1 MiB', await post('echo', mib));
  expectTold(attack, 'a body of 1 MiB and a byte', await post('echo', mib + 1), [413], /1048576 bytes/);
  expectOk(attack, 'a raw write of 160 KiB', await post('raw', 160 * 1024));
  expectTold(
    attack,
    'a raw write of a byte more',
    await post('raw/1', 160 * 1024 + 1),
    [413],
    /163840 bytes/,
  );
  expectTold(
    attack,
    'a raw write in 65 pieces',
    await post(`raw/1?pieces=${Array(65).fill(1).join(',')}`, 100),
    [400],
    /64/,
  );
  expectTold(attack, 'a raw write with a gap of 2001 ms', await post('raw/1?gapMs=2001', 100), [400], /2000/);
  await attack.ask(`/lab/${lab.id}/raw/1`, { method: 'DELETE' });
  const head = async (bytes: number) => {
    const client = await attack.bare();
    await client.send(requestText('GET / HTTP/1.1', [`X: ${'x'.repeat(bytes)}`]));
    await client.until(/\r\n\r\n[\s\S]/);
    return { status: Number(client.received.slice(9, 12)), headers: {}, body: client.received };
  };
  expectOk(attack, 'a head of 15 KiB', await head(15 * 1024));
  expectTold(attack, 'a head of 17 KiB', await head(17 * 1024), [431], /16384 bytes/);
  for (const [bytes, isOver] of [
    [mib, false],
    [mib + 1, true],
  ] as const) {
    const client = await attack.bare();
    await client.send(handshakeText(`/lab/${lab.id}/ws`));
    await client.until(/\r\n\r\n/);
    await client.send(frame(BINARY, Buffer.alloc(bytes, 'x')));
    await waitFor(
      () => client.receivedBytes > (isOver ? 132 : bytes),
      5000,
      () => client.isClosed,
    );
    // The code of a close frame: 1009 is 03 f1.
    const isRefused = client.received.slice(0, 400).includes('\x03\xf1');
    attack.expect(
      isRefused === isOver,
      `a message of ${bytes} bytes is ${isRefused ? 'refused' : 'not refused'}`,
    );
  }
}

async function limitsOfALab(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const clients: BareClient[] = [];
  for (let n = 0; n < 300; n++) {
    const client = await attack.bare({ address: attack.address(n >> 6) });
    await client.send(handshakeText(`/lab/${lab.id}/ws`));
    clients.push(client);
  }
  const areOpen = await waitFor(() => clients.every(({ received }) => received.includes(' 101 ')), 10_000);
  attack.expect(areOpen, 'a lab cannot have three hundred connections');
  const over = () => attack.ask(`/lab/${lab.id}/echo`, { from: attack.address(9) });
  expectTold(attack, 'connection 301', await over(), [503], /300 connections/);
  for (const { socket } of clients) socket.destroy();
  await pause(500);
  expectOk(attack, 'a connection once they have gone', await over());
  const viewers = await Promise.all(Array.from({ length: 20 }, () => attack.watch(lab)));
  const refused = await attack.bare();
  await refused.send(handshakeText(`/lab/${lab.id}/feed`));
  await refused.until(/\r\n\r\n[\s\S]/);
  attack.expect(
    /^HTTP\/1.1 503 [\s\S]*20 pages/.test(refused.received),
    `page 21: ${refused.received.slice(0, 30)}`,
  );
  for (const { socket } of viewers) socket.terminate();
  await pause(300);
  const { socket } = await attack.watch(lab);
  attack.expect(socket.readyState === socket.OPEN, 'a page cannot watch though the others have gone');
  const raw = (path: string, method = 'POST') => attack.ask(`/lab/${lab.id}/${path}`, { method, body: 'x' });
  for (let n = 0; n < 16; n++) expectOk(attack, `raw connection ${n + 1}`, await raw('raw?to=bytes'));
  expectTold(attack, 'raw connection 17', await raw('raw?to=bytes'), [429], /16 raw connections/);
  for (let n = 1; n <= 16; n++) await raw(`raw/${n}`, 'DELETE');
  await pause(300);
  expectOk(attack, 'a raw connection once they have ended', await raw('raw'));
  await raw('raw/17', 'DELETE');
}
