import type { Attack } from '../attack';
import type { LabAddress } from '../lab';
import type { Row } from '../row';
import { type BareClient, BINARY, frame, handshakeText, pause, requestText, TEXT, waitFor } from '../wire';
import { expectOk, expectTold, openEngine } from './parts';

/** Times so short that they pass in seconds. */
const HASTY = {
  limits: {
    headersTimeoutMs: 1000,
    requestTimeoutMs: 2000,
    timeoutCheckMs: 200,
    closeTimeoutMs: 1000,
    rawIdleMs: 1500,
    keepAliveMs: 1500,
    answerAfterMs: 1000,
    labIdleMs: 3000,
    heartbeatMs: 1500,
  },
};
/** So few connections that one client can take them all. */
const FEW_CONNECTIONS = { limits: { connections: 60 } };

/** Limits that are reached by time, traffic or a program. */
export const limitInTimeRows: readonly Row[] = [
  {
    name: 'limit-of-connections',
    what: 'more connections than the server accepts',
    stand: FEW_CONNECTIONS,
    attack: limitOfConnections,
  },
  {
    name: 'limits-of-time',
    what: 'slow heads and bodies, idle and silent connections, forgotten labs',
    stand: HASTY,
    attack: limitsOfTime,
  },
  { name: 'limit-of-a-log', what: 'more traffic than a log holds', attack: limitOfALog },
  {
    name: 'limit-of-events',
    what: 'more events than a program takes',
    // Waiting events are serialized in one process and parsed in the other before any of it is garbage.
    peakMiB: 96,
    attack: limitOfEvents,
  },
  {
    name: 'limits-of-programs',
    what: 'memory, timers, turns and lines beyond a program’s',
    attack: limitsOfPrograms,
  },
];

async function limitOfConnections(attack: Attack): Promise<void> {
  const clients: BareClient[] = [];
  for (let n = 0; n < 60; n++) {
    const client = await attack.bare({ address: attack.address(n) }).catch(() => null);
    if (client) clients.push(client);
  }
  expectTold(
    attack,
    'connection 61',
    await attack.ask('/', { from: attack.address(99) }),
    [503],
    /60 connections/,
  );
  for (const { socket } of clients) socket.destroy();
  await pause(300);
  expectOk(attack, 'a connection once they have gone', await attack.ask('/'));
}

async function limitsOfTime(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const viewer = await attack.watch(lab);
  const open = async (bytes: string) => {
    const client = await attack.bare();
    await client.send(bytes);
    return client;
  };
  const slow = await Promise.all([
    open('GET / HTTP/1.1\r\nHost: localhost\r\n'),
    open(requestText(`POST /lab/${lab.id}/echo HTTP/1.1`, ['Content-Length: 10'], 'x')),
  ]);
  const idle = await open(requestText(`GET /lab/${lab.id}/echo HTTP/1.1`));
  const silent = await open(handshakeText(`/lab/${lab.id}/ws`));
  const late = await attack.ask(`/lab/${lab.id}/echo?afterMs=1000000000`);
  expectOk(attack, 'an answer that waits forever', late);
  await attack.ask(`/lab/${lab.id}/raw?to=bytes`, { method: 'POST', body: 'x' });
  for (const client of slow) {
    attack.expect(await client.closed(6000), 'a slow request never ends');
    attack.expect(
      /^HTTP\/1.1 408 [\s\S]* s, /.test(client.received),
      `a slow request: ${client.received.slice(0, 40)}`,
    );
  }
  attack.expect(await idle.closed(6000), 'an idle connection never ends');
  attack.expect(await silent.closed(8000), 'a WebSocket whose peer is silent never ends');
  const isRawOver = await viewer.until(
    (records) => records.some((record) => record.type === 'end' && record.how === 'closed'),
    5000,
  );
  attack.expect(isRawOver, 'an idle raw connection never ends');
  viewer.socket.terminate();
  await pause(9000);
  const gone = await attack.ask(`/lab/${lab.id}/echo`);
  expectTold(attack, 'a lab that nobody has watched for a while', gone, [404], /has ended/);
}

async function limitOfALog(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const client = await attack.bare();
  await client.send(handshakeText(`/lab/${lab.id}/ws?echo=0`));
  await client.until(/\r\n\r\n/);
  for (let n = 0; n < 300; n++) await client.send(frame(BINARY, Buffer.alloc(60_000, 'f')));
  const viewer = await attack.watch(lab);
  const isTold = await viewer.until((records) =>
    records.some((record) => record.type === 'missed' && record.bytes > 0),
  );
  attack.expect(isTold, 'a page that comes late is not told what the log no longer holds');
}

async function limitOfEvents(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  await attack.order(lab, 'code', {
    code: "io.on('connection', (socket) => { socket.on('ask', (n, answer) => answer(n)); socket.on('x', () => { const until = performance.now() + 3; while (performance.now() < until); }); });",
  });
  const client = await openEngine(attack, lab.id);
  await client.send(frame(TEXT, '40'));
  await client.until(/40\{"sid"/);
  const event = frame(TEXT, '42["x"]');
  for (let n = 0; n < 200 && !client.isClosed; n++) {
    await client.send(Buffer.concat(Array(100).fill(event)));
    await pause(5);
  }
  attack.expect(
    await client.closed(15_000),
    'a client that sends far more than its program takes is never disconnected',
  );
  await attack.order(lab, 'code', { code: null });
}

async function limitsOfPrograms(attack: Attack): Promise<void> {
  const cases: readonly (readonly [code: string, told: RegExp])[] = [
    ['for (;;) {}', /without|more than/],
    ['const all = []; for (;;) all.push(new Uint8Array(1e6));', /memory/],
    ['for (let n = 0; n < 101; n++) setTimeout(() => {}, 1e9);', /100 timers/],
    ["for (let n = 0; n < 2000; n++) console.log('line', n);", /more than|More than/],
  ];
  for (const [n, [code, told]] of cases.entries()) {
    const lab: LabAddress = await attack.lab(n);
    const viewer = await attack.watch(lab);
    const { body } = await attack.order(lab, 'code', { code });
    const isTold = () =>
      told.test(body) ||
      viewer.records.some(
        (record) => record.type === 'code' && record.kind !== 'started' && told.test(record.text),
      );
    attack.expect(await waitFor(isTold, 10_000), `a program is not told of its limit: ${code}`);
    expectOk(
      attack,
      'a good program in its place',
      await attack.order(lab, 'code', { code: 'io.on("connection", () => {});' }),
    );
    await attack.order(lab, 'code', { code: null });
  }
}
