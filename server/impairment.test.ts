import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FeedRecord } from '../src/protocol/feed';
import { impairmentOrder } from '../src/protocol/messages/impairment-order';
import { DEFAULT_LIMITS, type Limits } from './limits';
import { readMessage } from './read-message';
import { connect, frame, handshake, makeLab, startTestServer, type TestLab, watch } from './test-server';

const DELAY_MS = 40;
const DELAY_MICROS = DELAY_MS * 1000;

async function setUp(limits: Partial<Limits> = {}) {
  const server = await startTestServer({ limits });
  const lab = await makeLab(server);
  return { server, lab, watched: await watch(lab.feed) };
}

/** Status and sentence of an order to impair. */
async function order(lab: TestLab, body: unknown, init: RequestInit = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${lab.http}/impairment`, { method: 'PUT', body: text, ...init });
  return { status: response.status, body: (await response.json()) as { error?: string } };
}

async function delayed(limits: Partial<Limits> = {}, delayMs = DELAY_MS) {
  const all = await setUp(limits);
  await order(all.lab, { connection: 'next', delayMs });
  return { ...all, client: await connect(all.server) };
}

const hasEnd = (how: string) => (records: readonly FeedRecord[]) =>
  records.some((record) => record.type === 'end' && record.how === how);
const endsOf = (records: readonly FeedRecord[]) =>
  records.flatMap((record) => (record.type === 'end' ? [`${record.how} by ${record.by}`] : []));

describe('an order to impair', () => {
  test.each<[string, string]>([
    ['', 'JSON object'],
    ['{', 'JSON object'],
    ['null', 'JSON object'],
    ['[]', 'JSON object'],
    ['7', 'JSON object'],
    ['{}', 'connection is'],
    ['{"delayMs":10}', 'connection is'],
    ['{"connection":"some","delayMs":10}', 'connection is'],
    ['{"connection":0,"delayMs":10}', 'connection is'],
    ['{"connection":1.5,"delayMs":10}', 'connection is'],
    ['{"connection":-1,"delayMs":10}', 'connection is'],
    ['{"connection":"7","delayMs":10}', 'connection is'],
    ['{"connection":1e999,"delayMs":10}', 'connection is'],
    ['{"connection":1}', 'Name what to change'],
    ['{"connection":1,"jitterMs":1001}', 'from 0 to 1000'],
    ['{"connection":1,"readBytes":-1}', 'from 0 to 65536'],
    ['{"connection":1,"cut":"maybe"}', 'cut is'],
    ['{"connection":"next","cut":"stall"}', 'Only a connection that is open'],
    ['{"connection":1,"refusesUpgrades":true}', 'about the lab'],
    ['{"connection":"next","refusesUpgrades":1}', 'true or false'],
    ['{"connection":1,"delayMs":-1}', 'from 0 to 2000'],
    ['{"connection":1,"delayMs":2001}', 'from 0 to 2000'],
    ['{"connection":1,"delayMs":0.5}', 'from 0 to 2000'],
    ['{"connection":1,"delayMs":"80"}', 'from 0 to 2000'],
    ['{"connection":1,"delayMs":null}', 'from 0 to 2000'],
    ['{"connection":1,"delay":80}', 'no setting "delay"'],
    ['{"connection":1,"delayMs":80,"__proto__":{}}', 'no setting "__proto__"'],
  ])('%s is refused with a sentence', (text, sentence) => {
    expect(readMessage(impairmentOrder(DEFAULT_LIMITS), text)).toContain(sentence);
  });

  test('is refused with a status, and is never part of the traffic', async () => {
    const { lab, watched } = await setUp();
    expect(await order(lab, { connection: 1, delayMs: 80 })).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('Connection 1 is not open') },
    });
    expect(await order(lab, { connection: 'next', delayMs: 1e9 })).toMatchObject({ status: 400 });
    expect(await order(lab, 'x'.repeat(2000))).toMatchObject({ status: 413 });
    expect(await order(lab, '{}', { method: 'POST' })).toMatchObject({ status: 405 });
    const foreign = { headers: { Origin: 'http://elsewhere.example' } };
    expect(await order(lab, { connection: 'next', delayMs: 80 }, foreign)).toMatchObject({ status: 403 });
    expect(await order(lab, { connection: 'next', delayMs: 0 })).toMatchObject({ status: 200 });
    await (await fetch(`${lab.http}/echo`, { method: 'POST', body: 'the only traffic' })).text();
    await watched.until(() => watched.chunks('server').length > 0);
    expect(watched.stream('client').toString()).toMatch(/^POST \S*\/echo /);
    expect(watched.records.some((record) => record.type === 'impairment')).toBe(false);
  });

  test('is out of reach for a raw connection', async () => {
    const { server, lab } = await setUp();
    const port = await fetch(`${lab.http}/raw`, {
      method: 'POST',
      body: `PUT /lab/${lab.id}/impairment HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}`,
    });
    expect(port.status).toBe(201);
    const watched = await watch(lab.feed);
    await watched.until(() => watched.stream('server').includes('\r\n\r\n'));
    expect(watched.stream('server').toString()).toMatch(/^HTTP\/1.1 403 /);
    expect(server.labs.find(lab.id)!.nextImpairment.delayMs).toBe(0);
  });
});

describe('a delay', () => {
  test('is in the times of the records: the round trip of a new connection, then each way', async () => {
    const { lab, watched, client } = await delayed();
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    await client.send(frame(1, 'there and back'));
    await client.until('there and back');
    await watched.until(() => watched.chunks('server').length === 2);

    const open = watched.records.find((record) => record.type === 'open')!;
    expect(watched.records).toContainEqual(
      expect.objectContaining({ type: 'impairment', connection: 1, delayMs: DELAY_MS }),
    );
    const [request, message] = watched.chunks('client');
    const [response, echo] = watched.chunks('server');
    // A client that sends only after the round trip has paid for it already.
    const left = Math.max(request!.atMicros, open.atMicros + 2 * DELAY_MICROS);
    expect(request!.atMicros + request!.heldMicros).toBe(left + DELAY_MICROS);
    expect(message!.heldMicros).toBe(DELAY_MICROS);
    for (const [question, answer] of [
      [request!, response!],
      [message!, echo!],
    ] as const) {
      // Timers count whole milliseconds.
      expect(answer.heldMicros).toBeGreaterThan(DELAY_MICROS - 1000);
      // The application wrote its answer after it had read the question, and not long after.
      const reached = question.atMicros + question.heldMicros;
      expect(answer.atMicros - answer.heldMicros).toBeGreaterThanOrEqual(reached);
    }
  });

  test('begins and ends on an open connection, and held bytes keep their order', async () => {
    const { server, lab, watched } = await setUp();
    const client = await connect(server);
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    expect(await order(lab, { connection: 1, delayMs: DELAY_MS })).toMatchObject({ status: 200 });
    await client.send(frame(1, 'slow'));
    await watched.until(() => watched.chunks('client').length === 2);
    await order(lab, { connection: 1, delayMs: 0 });
    await client.send(frame(1, 'fast'));
    await client.until('fast');
    expect(client.received().toString()).toMatch(/slow.+fast$/s);
    await client.send(frame(1, 'free'));
    await client.until('free');
    await watched.until(() => watched.stream('server').includes('free'));
    const [, slow, fast, free] = watched.chunks('client');
    expect(slow!.heldMicros).toBe(DELAY_MICROS);
    expect(fast!.atMicros + fast!.heldMicros).toBeGreaterThanOrEqual(slow!.atMicros + DELAY_MICROS);
    expect(free!.heldMicros).toBe(0);
    expect(watched.chunks('server').at(-1)!.heldMicros).toBeLessThan(DELAY_MICROS);
    const settings = watched.records.flatMap((r) => (r.type === 'impairment' ? [r.delayMs] : []));
    expect(settings).toEqual([DELAY_MS, 0]);
  });

  test('changes no bytes, however they are split and whenever the delay changes', {
    timeout: 60_000,
  }, async () => {
    const { server, lab } = await setUp();
    const run = fc.asyncProperty(
      fc.array(
        fc.record({
          payload: fc.integer({ min: 0, max: 3000 }),
          cut: fc.integer({ min: 1, max: 40 }),
          delayMs: fc.integer({ min: 0, max: 12 }),
          jitterMs: fc.integer({ min: 0, max: 6 }),
          bytesPerSecond: fc.constantFrom(0, 200_000),
          readBytes: fc.constantFrom(0, 1, 7, 1000),
          gatherMs: fc.constantFrom(0, 3),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      async (steps) => {
        await order(lab, { connection: 'next', delayMs: steps[0]!.delayMs });
        const watched = await watch(lab.feed);
        const client = await connect(server);
        await client.send(handshake(`/lab/${lab.id}/ws`));
        await client.until('\r\n\r\n');
        const head = client.received().length;
        await watched.until((records) =>
          records.some((r) => r.type === 'open' && r.client.port === client.port),
        );
        const opened = watched.records.find((r) => r.type === 'open' && r.client.port === client.port);
        const connection = opened?.type === 'open' ? opened.connection : 0;
        let expected = head;
        for (const { payload, cut, ...impairment } of steps) {
          await order(lab, { connection, ...impairment });
          const bytes = frame(2, Buffer.alloc(payload, 'p'));
          await client.send(bytes.subarray(0, cut));
          await client.send(bytes.subarray(cut));
          expected += payload + (payload < 126 ? 2 : 4);
        }
        await client.send(frame(8, Buffer.from([3, 232])));
        await client.until(expected + 4);
        client.socket.end();
        await client.closed();
        await watched.until((records) =>
          records.some((r) => r.type === 'end' && r.how === 'closed' && r.connection === connection),
        );
        expect(watched.stream('client', connection).equals(client.sent())).toBe(true);
        expect(watched.stream('server', connection).equals(client.received())).toBe(true);
        watched.socket.terminate();
      },
    );
    await fc.assert(run, { numRuns: 15 });
  });

  test('lets messages of 1 MB through whole, and more than it may hold without loss', async () => {
    const { lab, watched } = await delayed({ heldBytes: 100_000 }, 2);
    const websocket = new WebSocket(lab.ws);
    await once(websocket, 'open');
    const message = Buffer.alloc(1024 * 1024, 'large ');
    for (let n = 0; n < 3; n++) websocket.send(message);
    for (let n = 0; n < 3; n++) {
      const [answer] = (await once(websocket, 'message')) as [Buffer];
      expect(answer.equals(message)).toBe(true);
    }
    websocket.close();
    await once(websocket, 'close');
    await watched.until(hasEnd('closed'));
  });

  test('holds no more than it may: a client that sends more is not read meanwhile', {
    timeout: 30_000,
  }, async () => {
    const { server, lab, watched, client } = await delayed({ heldBytes: 100_000 }, 2000);
    await client.send(handshake(`/lab/${lab.id}/ws`));
    for (let n = 0; n < 200; n++) client.socket.write(frame(2, Buffer.alloc(60_000, 'f')));
    const read = () => watched.chunks('client').reduce((sum, { bytes }) => sum + bytes.length, 0);
    await watched.until(() => read() > 100_000);
    const elsewhere = new WebSocket((await makeLab(server)).ws);
    await once(elsewhere, 'open');
    // In this many turns the server could have read everything.
    for (let n = 0; n < 300; n++) {
      elsewhere.send('turn');
      await once(elsewhere, 'message');
    }
    expect(client.socket.writableLength).toBeGreaterThan(0);
    expect(read()).toBeLessThan(100_000 + 2 * 64 * 1024);
  });

  test('keeps the end of a direction after its bytes', async () => {
    const { lab, watched, client } = await delayed();
    const head = `POST /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n`;
    client.socket.allowHalfOpen = true;
    await client.send(`${head}last`);
    client.socket.end();
    await client.closed();
    expect(client.received().toString()).toMatch(/\r\n\r\nlast$/);
    await watched.until(hasEnd('closed'));
    expect(endsOf(watched.records)).toEqual(['fin by client', 'fin by server', 'closed by client']);
    const [, fin] = watched.records.filter((record) => record.type === 'end');
    const [request] = watched.chunks('client');
    const reached = request!.atMicros + request!.heldMicros;
    expect(fin!.atMicros).toBeGreaterThanOrEqual(reached + DELAY_MICROS);
  });

  test('keeps a reset after the bytes before it', async () => {
    const { server, lab, watched, client } = await delayed();
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    await client.send(frame(1, 'my last words'));
    await watched.until(() => watched.chunks('client').length === 2);
    client.socket.resetAndDestroy();
    await watched.until(hasEnd('closed'));
    expect(endsOf(watched.records)).toEqual(['reset by client', 'closed by client']);
    const [reset, closed] = watched.records.filter((record) => record.type === 'end');
    expect(closed!.atMicros - reset!.atMicros).toBeGreaterThanOrEqual(DELAY_MICROS);
    expect(server.labs.find(lab.id)!.connections).toBe(0);
  });

  test('of one connection slows no other, in this lab or elsewhere', async () => {
    const { server, lab, watched, client } = await delayed({}, 2000);
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await watched.until(() => watched.chunks('client').length === 1);
    await order(lab, { connection: 'next', delayMs: 0 });
    const other = await makeLab(server);
    for (const { ws } of [lab, other]) {
      const websocket = new WebSocket(ws);
      await once(websocket, 'open');
      for (let n = 0; n < 20; n++) {
        websocket.send(`${n}`);
        await once(websocket, 'message');
      }
      websocket.terminate();
    }
    // Forty echoes have come back while the slow connection's first answer is still held.
    expect(client.received()).toHaveLength(0);
  });

  test('belongs to the lab that set it, though another lab uses the same connection', async () => {
    const { server, lab, watched, client } = await delayed();
    const other = await makeLab(server);
    const watchedOther = await watch(other.feed);
    const post = (to: TestLab, body: string) =>
      `POST /lab/${to.id}/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    await client.send(post(lab, 'slow'));
    await client.until('slow');
    await client.send(post(other, 'fast'));
    await client.until('fast');
    await watchedOther.until(() => watchedOther.stream('server').includes('fast'));
    expect(watchedOther.chunks().map(({ heldMicros }) => heldMicros)).toEqual([0, 0]);
    expect(watched.chunks().every(({ heldMicros }) => heldMicros >= DELAY_MICROS)).toBe(true);
  });

  test('leaves nothing behind when the server closes while bytes are held', async () => {
    const { server, lab, watched, client } = await delayed({}, 2000);
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await watched.until(() => watched.chunks('client').length === 1);
    await server.close();
    await client.closed();
    expect(client.received()).toHaveLength(0);
  });
});
