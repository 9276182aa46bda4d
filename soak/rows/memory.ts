import type { Attack } from '../attack';
import { json, type LabAddress } from '../lab';
import { holdingsOf } from '../process-tree';
import { HOLES_MIB, type Row } from '../row';
import { BINARY, frame, handshakeText, pause, requestText, TEXT, waitFor } from '../wire';
import { openEngine } from './parts';

/** Labs end soon after their last viewer has left, and silent peers are soon noticed. */
const SHORT_LIVES = { limits: { labIdleMs: 5000, heartbeatMs: 3000 } };
/** The orphans that the server keeps behind cuts, and everything else that is open. */
const MAX_SOCKETS = 500;

/** What is kept for a client is bounded, and is freed when it is no longer needed. */
export const memoryRows: readonly Row[] = [
  {
    name: 'raw-queue',
    what: 'writes on raw connections that wait for their gaps',
    isShort: true,
    attack: rawQueue,
  },
  { name: 'raw-stalled', what: 'writes on raw connections that nobody reads', attack: rawStalled },
  {
    name: 'closed-behind-cut',
    // Three thousand connections, each with its socket.
    peakMiB: 96,
    what: 'connections that are cut and then left by their clients',
    stand: SHORT_LIVES,
    attack: closedBehindCut,
  },
  {
    name: 'sessions',
    what: 'Socket.IO sessions beyond a lab’s limit, with a query that looks like a session’s',
    isShort: true,
    attack: sessions,
  },
  {
    name: 'acknowledgements',
    what: 'events that a program never acknowledges, from clients that leave',
    attack: acknowledgements,
  },
  {
    name: 'programs',
    what: 'forty programs at once, each with all the memory that it can get',
    peakMiB: 400,
    leftMiB: 32,
    attack: programs,
  },
  {
    name: 'unread-echo',
    what: 'clients that send and never read',
    leftMiB: HOLES_MIB,
    attack: unreadEcho,
  },
  { name: 'unread-feed', what: 'pages that never read their feed', leftMiB: HOLES_MIB, attack: unreadFeed },
  {
    name: 'held-bytes',
    what: 'delayed bytes, as many as can be held',
    leftMiB: HOLES_MIB,
    peakMiB: 96,
    attack: held,
  },
  { name: 'deflate-bombs', what: 'compressed messages that inflate to far more', attack: deflateBombs },
  {
    name: 'orphans',
    what: 'sessions, polls, streams and uploads that are begun and abandoned',
    attack: orphans,
  },
];

async function rawQueue(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const { id } = lab;
  const opened = await attack.ask(`/lab/${id}/raw?to=bytes`, { method: 'POST', body: '' });
  const { raw } = JSON.parse(opened.body) as { raw: number };
  const body = Buffer.alloc(160 * 1024, 'x');
  const path = `/lab/${id}/raw/${raw}?pieces=${Array(64).fill(1).join(',')}&gapMs=2000`;
  let refused = '';
  for (let n = 0; n < (attack.isShort ? 200 : 800) && refused === ''; n += 4) {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => attack.ask(path, { method: 'POST', body })),
    );
    refused = answers.find(({ status }) => status === 429)?.body ?? '';
  }
  attack.expect(
    /"error":"[^"]*\d/.test(refused),
    `a raw connection's queue is never full: ${refused || 'no 429'}`,
  );
  // An orderly end would wait for everything that is queued.
  await attack.order(lab, 'end', { connection: 1, how: 'reset' });
  const again = await attack.ask(`/lab/${id}/raw`, { method: 'POST', body: 'x' });
  attack.expect(again.status === 201, `a raw connection afterwards: ${again.status}`);
  await attack.ask(`/lab/${id}/raw/2`, { method: 'DELETE' });
}

async function rawStalled(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const body = Buffer.alloc(160 * 1024, 'x');
  for (const to of ['?to=bytes', '']) {
    const first = to ? '' : handshakeText(`/lab/${lab.id}/ws`);
    const opened = await attack.ask(`/lab/${lab.id}/raw${to}`, { method: 'POST', body: first });
    const { raw } = JSON.parse(opened.body) as { raw: number };
    await attack.order(lab, 'impairment', { connection: 'all', cut: 'stall' });
    let refused = 0;
    for (let n = 0; n < 400 && refused < 3; n += 4) {
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => attack.ask(`/lab/${lab.id}/raw/${raw}`, { method: 'POST', body })),
      );
      refused += answers.filter(({ status }) => status === 429).length;
    }
    attack.expect(refused > 0, `a stalled raw connection takes bytes without end (${to || 'HTTP'})`);
    await attack.order(lab, 'impairment', { connection: 'all', cut: 'none' });
    await attack.ask(`/lab/${lab.id}/raw/${raw}`, { method: 'DELETE' });
  }
}

async function closedBehindCut(attack: Attack): Promise<void> {
  for (let n = 0; n < 12; n++) {
    const lab = await attack.lab(n);
    await attack.watch(lab);
    const clients = [];
    for (let k = 0; k < 280; k++) {
      const client = await attack.bare({ address: attack.address(n) }).catch(() => null);
      if (!client) continue;
      void client.send(handshakeText(`/lab/${lab.id}/ws`));
      clients.push(client);
    }
    await clients.at(-1)?.until(/ 101 /, 3000);
    await attack.order(lab, 'impairment', { connection: 'all', cut: 'black hole' });
    for (const { socket } of clients) socket.destroy();
  }
  const { status } = await attack.ask('/', { from: attack.address(100) });
  attack.expect(status === 200, `a newcomer is answered ${status}`);
  const open = () => holdingsOf(attack.stand.pid).sockets;
  const areFew = await waitFor(() => open() < MAX_SOCKETS, 20_000);
  attack.expect(areFew, `${open()} sockets stay open behind cuts whose clients have gone`);
}

async function sessions(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const path = `/lab/${lab.id}/socket.io/?EIO=4&transport=polling`;
  const open = async (query: string, count: number) => {
    const answers = [];
    for (let n = 0; n < count; n++) answers.push(await attack.ask(`${path}${query}`));
    return answers;
  };
  const within = await open('', 60);
  attack.expect(
    within.every(({ status }) => status === 200),
    'a lab cannot have sixty sessions',
  );
  for (const query of [
    '',
    '&xsid=1',
    '&sid',
    '&sid=',
    '&sid=x',
    '&x=sid=1',
    '&si%64=1',
    '&SID=1',
    '#sid=1',
    '&sid=__proto__',
  ]) {
    const over = await open(query, attack.isShort ? 5 : 60);
    const taken = over.filter(({ status }) => status === 200).length;
    attack.expect(taken === 0, `${taken} sessions beyond sixty with "${query}"`);
    if (query === '')
      attack.expect(
        over.every(({ body }) => body.includes('60')),
        `the limit of sessions is not told: ${over[0]?.body.trim()}`,
      );
  }
  for (const { body } of within) {
    const { sid } = JSON.parse(body.slice(1)) as { sid: string };
    await attack.ask(`${path}&sid=${sid}`, { method: 'POST', body: '1' });
  }
  const after = await open('', 1);
  attack.expect(after[0]?.status === 200, 'a lab cannot have a session although all have ended');
}

async function acknowledgements(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  await attack.order(lab, 'code', { code: "io.on('connection', (socket) => socket.on('ask', () => {}));" });
  for (let round = 0; round < 100; round++) {
    const client = await openEngine(attack, lab.id);
    await client.send(frame(TEXT, '40'));
    await client.until(/40\{"sid"/);
    for (let n = 0; n < 1500; n += 100) {
      await client.send(
        Buffer.concat(Array.from({ length: 100 }, (_, k) => frame(TEXT, `42${n + k}["ask"]`))),
      );
      await pause(20);
    }
    client.socket.destroy();
  }
  // The program keeps running: if it ended, what its clients left behind would end, too.
  await pause(1000);
}

/** Takes nearly all the memory of a program, and keeps it. */
const LARGE = 'const all = []; for (let n = 0; n < 180; n++) all.push(new Uint8Array(100_000).fill(n));';

async function programs(attack: Attack): Promise<void> {
  const labs: LabAddress[] = [];
  for (let n = 0; n < 40; n++) labs.push(await attack.lab(n));
  const answers = await Promise.all(labs.map((lab) => attack.order(lab, 'code', { code: LARGE })));
  for (const { status, body } of answers) {
    attack.expect(
      status === 200 || /"error":"[^"]{15,}/.test(body),
      `one of forty programs: ${status} ${body.slice(0, 100)}`,
    );
  }
  await pause(3000);
  await Promise.all(labs.map((lab) => attack.order(lab, 'code', { code: null })));
}

async function unreadEcho(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const message = frame(BINARY, Buffer.alloc(60_000, 'f'));
  for (let n = 0; n < 8; n++) {
    const client = await attack.bare();
    await client.send(handshakeText(`/lab/${lab.id}/ws`));
    await client.until(/\r\n\r\n/);
    client.socket.pause();
    for (let k = 0; k < 300 && client.socket.writableLength < 4e6; k++) void client.send(message);
  }
  await pause(5000);
}

async function unreadFeed(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const viewers = [];
  for (let n = 0; n < 19; n++) viewers.push(await attack.watch(lab));
  for (const { socket } of viewers) socket.pause();
  const client = await attack.bare();
  await client.send(handshakeText(`/lab/${lab.id}/ws?echo=0`));
  await client.until(/\r\n\r\n/);
  for (let n = 0; n < 400; n++) await client.send(frame(BINARY, Buffer.alloc(60_000, 'f')));
  await pause(2000);
}

async function held(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  await attack.order(lab, 'impairment', { connection: 'next', delayMs: 2000 });
  const clients = await Promise.all(Array.from({ length: 20 }, () => attack.bare()));
  for (const client of clients) void client.send(handshakeText(`/lab/${lab.id}/ws`));
  await clients[0]!.until(/\r\n\r\n/);
  await Promise.all(
    clients.map(async (client) => {
      for (let n = 0; n < 60; n++) void client.send(frame(BINARY, Buffer.alloc(60_000, 'f')));
      await pause(6000);
    }),
  );
}

async function deflateBombs(attack: Attack): Promise<void> {
  const { deflateRawSync } = await import('node:zlib');
  const lab = await attack.lab();
  const bomb = deflateRawSync(Buffer.alloc(60 * 2 ** 20), { level: 9 });
  for (let n = 0; n < 12; n++) {
    const client = await attack.bare();
    await client.send(
      handshakeText(`/lab/${lab.id}/ws?deflate=1`, ['Sec-WebSocket-Extensions: permessage-deflate']),
    );
    await client.until(/\r\n\r\n/);
    await client.send(frame(0xc2, bomb));
    await client.closed(5000);
    attack.expect(
      // The status code of the Close frame: 1009 is 03 f1.
      client.received.includes('\x03\xf1'),
      'a message over 1 MiB after inflating is not refused with 1009',
    );
    client.socket.destroy();
  }
}

async function orphans(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const engine = `/lab/${lab.id}/socket.io/?EIO=4&transport=polling`;
  for (let n = 0; n < 250; n++) {
    const client = await attack.bare();
    const request = [
      requestText(`GET /lab/${lab.id}/news HTTP/1.1`, ['Accept: text/event-stream']),
      requestText(`GET /lab/${lab.id}/news?waitMs=30000 HTTP/1.1`),
      requestText(`POST /lab/${lab.id}/echo HTTP/1.1`, ['Content-Length: 1000000'], 'x'.repeat(50_000)),
      requestText(`PUT /lab/${lab.id}/say HTTP/1.1`, ['Content-Length: 100000'], '{"connection":'),
      requestText(`POST ${engine} HTTP/1.1`, ['Content-Length: 1000000'], 'x'.repeat(50_000)),
      requestText(`POST /lab/${lab.id}/raw HTTP/1.1`, ['Content-Length: 100000'], 'GET'),
      handshakeText(`/lab/${lab.id}/ws`) + frame(0x01, 'a fragment').toString('latin1'),
    ][n % 7]!;
    await client.send(request);
    if (n % 3 === 0) client.socket.resetAndDestroy();
    else if (n % 3 === 1) client.socket.end();
  }
  await pause(1000);
  const { status } = await attack.ask(`/lab/${lab.id}/newsroom`, {
    method: 'PUT',
    body: json({ everyMs: 50, count: 100 }),
  });
  attack.expect(status === 200, `the newsroom afterwards: ${status}`);
  await pause(1000);
}
