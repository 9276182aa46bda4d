import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type BareClient, connect, frame, handshake, makeLab, startTestServer, watch } from './test-server';

const isOver = (how: string) => (records: readonly { type: string; how?: string }[]) =>
  records.some((record) => record.type === 'end' && record.how === how);

async function expectSameBytes(client: BareClient, watched: Awaited<ReturnType<typeof watch>>) {
  client.socket.end();
  await client.closed();
  await watched.until(isOver('closed'));
  expect(watched.stream('client').equals(client.sent())).toBe(true);
  expect(watched.stream('server').equals(client.received())).toBe(true);
}

async function setUp() {
  const server = await startTestServer();
  const lab = await makeLab(server);
  return { server, lab, watched: await watch(lab.feed), client: await connect(server) };
}

describe('the tap gives exactly the bytes that the client sent and received', () => {
  test('on a persistent connection with several requests, one of them chunked', async () => {
    const { lab, watched, client } = await setUp();
    const path = `/lab/${lab.id}`;
    await client.send(`GET ${path}/object/1 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await client.until('</svg>');
    await client.send(`POST ${path}/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`);
    await client.send('5;note=x\r\nHello\r\n');
    await client.send('7\r\n, chunk\r\n0\r\n\r\n');
    await client.until('Hello, chunk');
    await client.send(`GET ${path}/page?objects=2 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await client.until('</html>');
    await expectSameBytes(client, watched);
  });

  test('with frames in the same packet as the opening handshake', async () => {
    const { lab, watched, client } = await setUp();
    const request = Buffer.from(handshake(`/lab/${lab.id}/ws`));
    await client.send(Buffer.concat([request, frame(1, 'early'), frame(2, 'bird')]));
    await client.until('bird');
    await client.send(frame(8, Buffer.from([3, 232])));
    await client.closed();
    await expectSameBytes(client, watched);
    // One read is one chunk, although it holds a request and frames.
    expect(watched.chunks('client')).toHaveLength(2);
  });

  test('written byte by byte', async () => {
    const { lab, watched, client } = await setUp();
    const bytes = Buffer.concat([Buffer.from(handshake(`/lab/${lab.id}/ws`)), frame(1, 'slow')]);
    for (const byte of bytes) await client.send(Buffer.from([byte]));
    await client.until('slow');
    await expectSameBytes(client, watched);
  });

  test('with large messages', async () => {
    const { lab, watched, client } = await setUp();
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    const head = client.received().length;
    const payload = Buffer.alloc(60_000, 'large ');
    for (let n = 1; n <= 20; n++) {
      await client.send(frame(2, payload));
      await client.until(head + n * (payload.length + 4));
    }
    await expectSameBytes(client, watched);
  });

  test('with permessage-deflate where the URL asks for it', async () => {
    const { lab, watched, client } = await setUp();
    const extension = { 'Sec-WebSocket-Extensions': 'permessage-deflate' };
    await client.send(handshake(`/lab/${lab.id}/ws?deflate=1`, extension));
    await client.until('permessage-deflate\r\n\r\n');
    const head = client.received().length;
    // RFC 7692 §7.2.3.1: "Hello", compressed.
    const hello = Buffer.from([0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]);
    const compressed = frame(1, hello);
    compressed[0] = compressed[0]! | 0x40;
    await client.send(compressed);
    await client.until(head + 2 + hello.length);
    expect(client.received().subarray(head)).toEqual(Buffer.concat([Buffer.from([0xc1, 0x07]), hello]));
    await expectSameBytes(client, watched);
  });
});

test('requests come before their responses, and times never run backwards', async () => {
  const { lab, watched, client } = await setUp();
  for (let n = 0; n < 5; n++) {
    await client.send(
      `POST /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n<${n}`,
    );
    await client.until(`<${n}`);
  }
  await watched.until(() => watched.chunks().length === 10);
  const senders = watched.chunks().map((chunk) => chunk.sender);
  expect(senders).toEqual(Array.from({ length: 5 }, () => ['client', 'server']).flat());
  const times = watched.chunks().map((chunk) => chunk.atMicros);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('a frame that is written in one go is one chunk', async () => {
  const { lab, watched } = await setUp();
  const websocket = new WebSocket(lab.ws);
  await once(websocket, 'open');
  websocket.send('one');
  await once(websocket, 'message');
  await watched.until(() => watched.chunks('server').length === 2);
  expect(Buffer.from(watched.chunks('server')[1]!.bytes)).toEqual(
    Buffer.from([0x81, 3, ...Buffer.from('one')]),
  );
  websocket.terminate();
});

test('small reads beyond the allowance of a connection are joined, and no byte is lost', async () => {
  const smallReads = { bytes: 16, atOnce: 5, perSecond: 1, breakMs: 200 };
  const server = await startTestServer({ limits: { smallReads } });
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/ws`));
  await client.until('\r\n\r\n');
  const single = frame(1, 'x'.repeat(400));
  for (const byte of single) await client.send(Buffer.from([byte]));
  await client.until('x'.repeat(400));
  await expectSameBytes(client, watched);
  // With a pause after each, this many reads would take 20 s.
  expect(watched.chunks('client').length).toBeLessThan(100);
});

test('a frame in too many small pieces ends its own connection, with a reason', async () => {
  const server = await startTestServer({ limits: { waitingPieces: 10 } });
  for (const path of ['ws', 'socket.io/?EIO=4&transport=websocket']) {
    const lab = await makeLab(server);
    const body = JSON.stringify({ connection: 'next', readBytes: 1 });
    await fetch(`${lab.http}/impairment`, { method: 'PUT', body });
    const websocket = new WebSocket(`${lab.ws.slice(0, -2)}${path}`);
    await once(websocket, 'open');
    websocket.send('4'.repeat(40));
    const [code, reason] = (await once(websocket, 'close')) as [number, Buffer];
    expect(code).toBe(1008);
    if (path === 'ws') expect(reason.toString()).toBe('a frame came in too many small pieces');
  }
});

describe('how a connection ended', () => {
  const ends = (watched: Awaited<ReturnType<typeof watch>>) =>
    watched.records.flatMap((record) => (record.type === 'end' ? [`${record.how} by ${record.by}`] : []));

  test('FIN from the client, answered by the server', async () => {
    const { lab, watched, client } = await setUp();
    await client.send(`GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await client.until('\r\n\r\n');
    client.socket.end();
    await watched.until(isOver('closed'));
    expect(ends(watched)).toEqual(['fin by client', 'fin by server', 'closed by client']);
  });

  test('a reset from the client', async () => {
    const { lab, watched, client } = await setUp();
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    client.socket.resetAndDestroy();
    await watched.until(isOver('closed'));
    expect(ends(watched)).toEqual(['reset by client', 'closed by client']);
  });

  test('an idle persistent connection that the server gives up on', async () => {
    const server = await startTestServer({ limits: { keepAliveMs: 50 } });
    const lab = await makeLab(server);
    const watched = await watch(lab.feed);
    const client = await connect(server);
    await client.send(`GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await watched.until(isOver('closed'));
    expect(ends(watched)[0]).toBe('timeout by server');
  });

  test('FIN from the server, after the response that announces it', async () => {
    const { lab, watched, client } = await setUp();
    await client.send(`GET /lab/${lab.id}/echo?connection=close HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await watched.until(isOver('closed'));
    expect(ends(watched)).toEqual(['fin by server', 'closed by server']);
  });

  test('a closing handshake, after which the server closes first (RFC 6455 §7.1.1)', async () => {
    const { lab, watched } = await setUp();
    const websocket = new WebSocket(lab.ws);
    await once(websocket, 'open');
    websocket.close(1000);
    await watched.until(isOver('closed'));
    expect(ends(watched)[0]).toBe('fin by server');
    expect(ends(watched).at(-1)).toBe('closed by server');
  });

  test('the end of the server: a close frame with 1001, then FIN, and viewers learn of it', async () => {
    const { server, lab, watched, client } = await setUp();
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    const isClosed = once(watched.socket, 'close');
    await server.close();
    const [code] = await isClosed;
    expect(code).toBe(1001);
    expect(ends(watched)[0]).toBe('fin by server');
    expect(ends(watched).at(-1)).toBe('closed by server');
    expect(watched.stream('server').subarray(-19)).toEqual(
      Buffer.concat([Buffer.from([0x88, 19, 0x03, 0xe9]), Buffer.from('the lab has ended')]).subarray(-19),
    );
    await client.closed();
    expect(watched.stream('server')).toEqual(client.received());
  });

  test('a WebSocket peer that neither reads nor answers any more, though there is much to read', async () => {
    const server = await startTestServer({ limits: { heartbeatMs: 250, echoUnsentBytes: 10_000 } });
    const lab = await makeLab(server);
    const watched = await watch(lab.feed);
    const client = await connect(server);
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    client.socket.pause();
    for (let n = 0; n < 200; n++) client.socket.write(frame(2, Buffer.alloc(60_000, 'x')));
    await watched.until(isOver('closed'));
    expect(ends(watched)).toEqual(['timeout by server', 'closed by server']);
    client.socket.resume();
    await client.closed();
  });

  test('a WebSocket peer that answers no ping', async () => {
    const server = await startTestServer({ limits: { heartbeatMs: 60 } });
    const lab = await makeLab(server);
    const watched = await watch(lab.feed);
    const client = await connect(server);
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await watched.until(isOver('closed'));
    expect(ends(watched)[0]).toBe('timeout by server');
    expect(client.received().includes(Buffer.from([0x89, 0]))).toBe(true);
  });
});
