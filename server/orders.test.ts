import { once } from 'node:events';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDecoder } from '../src/protocol';
import { type FeedRecord, NEVER_MICROS } from '../src/protocol/feed';
import { newsItem } from '../src/protocol/messages/answers';
import { endOrder, newsOrder, sayOrder } from '../src/protocol/messages/orders';
import { DEFAULT_LIMITS } from './limits';
import { readMessage } from './read-message';
import { connect, frame, handshake, makeLab, startTestServer, watch } from './test-server';

async function setUp() {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const order = async (method: string, path: string, body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${lab.http}/${path}`, { method, body: text });
    const answer = await response.text();
    return { status: response.status, json: (answer ? JSON.parse(answer) : {}) as Record<string, never> };
  };
  const open = async (query = '') => {
    const opened = watched.records.filter(({ type }) => type === 'open').length;
    const websocket = new WebSocket(`${lab.ws}${query}`);
    websocket.on('error', () => undefined);
    await once(websocket, 'open');
    await watched.until((records) => records.filter(({ type }) => type === 'open').length > opened);
    return { websocket, connection: opened + 1 };
  };
  return { server, lab, watched, order, open };
}

const readsOf = (records: readonly FeedRecord[], connection = 1) =>
  records.flatMap((record) =>
    record.type === 'chunk' && record.connection === connection && record.sender === 'client'
      ? [Buffer.from(record.bytes).toString()]
      : [],
  );
const endsOf = (records: readonly FeedRecord[], connection = 1) =>
  records.flatMap((record) =>
    record.type === 'end' && record.connection === connection ? [`${record.how} by ${record.by}`] : [],
  );
const closeOf = (websocket: WebSocket) =>
  once(websocket, 'close').then(([code, reason]) => `${code} ${reason}`);

describe('a connection without a protocol', () => {
  test('sends every byte back, and its reads are shown as they were', async () => {
    const { watched, order } = await setUp();
    await order('POST', 'raw?to=bytes&pieces=2,2,2&gapMs=60', 'ABCDEF');
    await watched.until(() => watched.stream('server').toString() === 'ABCDEF');
    expect(readsOf(watched.records)).toEqual(['AB', 'CD', 'EF']);
    expect(watched.records.find(({ type }) => type === 'open')).toMatchObject({ via: 'raw', isPlain: true });
    await order('DELETE', 'raw/1', '');
    await watched.until((records) => endsOf(records).some((end) => end.startsWith('closed')));
  });

  test('is read at once or in pieces, as ordered', async () => {
    const { watched, order } = await setUp();
    await order('PUT', 'impairment', { connection: 'next', gatherMs: 150 });
    await order('POST', 'raw?to=bytes&pieces=2,2,2&gapMs=20', 'ABCDEF');
    await watched.until(() => watched.stream('server').toString() === 'ABCDEF');
    expect(readsOf(watched.records)).toEqual(['ABCDEF']);
    await order('PUT', 'impairment', { connection: 'next', gatherMs: 0, readBytes: 4 });
    await order('POST', 'raw?to=bytes', 'ABCDEFGHIJ');
    await watched.until(() => watched.stream('server', 2).toString() === 'ABCDEFGHIJ');
    expect(readsOf(watched.records, 2)).toEqual(['ABCD', 'EFGH', 'IJ']);
  });

  test('takes a write of 150,000 bytes in several reads', async () => {
    const { watched, order } = await setUp();
    await order('POST', 'raw?to=bytes', 'x'.repeat(150_000));
    await watched.until(() => watched.stream('server').length === 150_000);
    expect(readsOf(watched.records).length).toBeGreaterThan(1);
  });

  test('is for the labs only', async () => {
    const { order, watched, server } = await setUp();
    await order('POST', 'raw?to=bytes', 'mine');
    await watched.until(() => watched.stream('server').length === 4);
    const opened = watched.records.find((record) => record.type === 'open');
    const { default: net } = await import('node:net');
    const stranger = net.connect(opened?.type === 'open' ? opened.server.port : 0, '127.0.0.1');
    stranger.on('error', () => undefined);
    stranger.write('hello?');
    await once(stranger, 'close');
    expect(stranger.bytesRead).toBe(0);
    expect(server.labs.size).toBe(1);
  });
});

describe('bandwidth and jitter', () => {
  test('limit the bytes per second and keep their order', async () => {
    const { watched, order, open } = await setUp();
    const { websocket, connection } = await open();
    await order('PUT', 'impairment', { connection, bytesPerSecond: 40_000, jitterMs: 20 });
    const at = performance.now();
    const texts = Array.from({ length: 4 }, (_, n) => `${n}`.repeat(2000));
    for (const text of texts) websocket.send(text);
    const came: string[] = [];
    while (came.length < 4) came.push(String((await once(websocket, 'message'))[0]));
    expect(came).toEqual(texts);
    // 8,000 bytes up and 8,000 down, each way 200 ms at least, but both at once.
    expect(performance.now() - at).toBeGreaterThan(190);
    expect(watched.records).toContainEqual(
      expect.objectContaining({ type: 'impairment', bytesPerSecond: 40_000, jitterMs: 20, delayMs: 0 }),
    );
    websocket.terminate();
  });
});

describe('a cut', () => {
  test('that stalls lets nothing pass until it is lifted, and loses nothing', async () => {
    const { watched, order, open } = await setUp();
    const { websocket, connection } = await open('?echo=0');
    await order('PUT', 'impairment', { connection, cut: 'stall' });
    websocket.send('held');
    await order('POST', 'say', { connection, text: 'held, too' });
    const frames = watched.chunks().length;
    // A whole exchange elsewhere has passed meanwhile.
    const other = await open();
    other.websocket.send('elsewhere');
    await once(other.websocket, 'message');
    await watched.until(() => watched.stream('server', other.connection).includes('elsewhere'));
    expect(watched.chunks().filter((chunk) => chunk.connection === connection)).toHaveLength(frames);
    const said = once(websocket, 'message');
    await order('PUT', 'impairment', { connection, cut: 'none' });
    expect(String((await said)[0])).toBe('held, too');
    await watched.until(
      () => watched.chunks('client').filter((c) => c.connection === connection).length === 2,
    );
  });

  test('that swallows everything: the server gives up, and the client does not learn of it until a reset passes', async () => {
    const { watched, order, open } = await setUp();
    const { websocket, connection } = await open('?heartbeatMs=200');
    await order('PUT', 'impairment', { connection, cut: 'black hole' });
    websocket.send('does anybody hear me?');
    await watched.until((records) => endsOf(records).includes('timeout by server'));
    await watched.until(() => watched.chunks('client').length === 2);
    expect(watched.chunks('client').at(-1)!.heldMicros).toBe(NEVER_MICROS);
    expect(watched.chunks('server').at(-1)!.heldMicros).toBe(NEVER_MICROS);
    expect(websocket.readyState).toBe(websocket.OPEN);
    expect(endsOf(watched.records)).toEqual(['timeout by server']);
    const closed = closeOf(websocket);
    expect((await order('POST', 'end', { connection, how: 'reset' })).status).toBe(200);
    expect(await closed).toBe('1006 ');
    await watched.until((records) => endsOf(records).includes('closed by server'));
    expect((await order('POST', 'end', { connection, how: 'reset' })).status).toBe(404);
  });

  test('leaves nothing open when the server ends', async () => {
    const { server, order, open } = await setUp();
    const { websocket, connection } = await open('?heartbeatMs=200');
    await order('PUT', 'impairment', { connection, cut: 'black hole' });
    const closed = closeOf(websocket);
    await server.close();
    expect(await closed).toBe('1006 ');
  });
});

describe('an end by order', () => {
  test('is a reset, a FIN, or a closing handshake with code and reason', async () => {
    const { watched, order, open } = await setUp();
    for (const [n, [how, seen, end]] of [
      [{ how: 'reset' }, '1006 ', 'reset by server'],
      [{ how: 'fin' }, '1006 ', 'fin by server'],
      [{ how: 'close', closeCode: 4001, reason: 'lunch' }, '4001 lunch', 'fin by server'],
      [{ how: 'close' }, '1005 ', 'fin by server'],
    ].entries() as IterableIterator<[number, [object, string, string]]>) {
      const { websocket, connection } = await open();
      expect(connection).toBe(n + 1);
      const closed = closeOf(websocket);
      expect(await order('POST', 'end', { connection, ...how })).toMatchObject({ status: 200 });
      expect(await closed).toBe(seen);
      await watched.until((records) => endsOf(records, connection).includes(end));
    }
  });

  test.each<[unknown, string]>([
    ['{', 'JSON object'],
    [{ how: 'reset' }, 'connection is'],
    [{ connection: 1, how: 'softly' }, 'how is'],
    [{ connection: 1, how: 'close', closeCode: 1006 }, 'never sent'],
    [{ connection: 1, how: 'close', closeCode: '1000' }, 'never sent'],
    [{ connection: 1, how: 'close', closeCode: 1000, reason: 'x'.repeat(124) }, 'at most 123 bytes'],
    [{ connection: 1, how: 'close', reason: 'why' }, 'needs a close code'],
  ])('%j is refused with a sentence', (body, sentence) => {
    expect(readMessage(endOrder, typeof body === 'string' ? body : JSON.stringify(body))).toContain(sentence);
  });
});

describe('the echo', () => {
  test('speaks first, often, and in fragments with a ping between them', async () => {
    const { watched, order, open } = await setUp();
    const { websocket, connection } = await open('?echo=0');
    const came: string[] = [];
    websocket.on('message', (data) => came.push(String(data)));
    await order('POST', 'say', { connection, text: 'tick {n}', count: 3, gapMs: 10 });
    while (came.length < 3) await once(websocket, 'message');
    expect(came).toEqual(['tick 1', 'tick 2', 'tick 3']);
    await order('POST', 'say', { connection, text: 'one message', fragments: 3, pingBetween: true });
    while (came.length < 4) await once(websocket, 'message');
    expect(came.at(-1)).toBe('one message');
    await watched.until(() => watched.stream('server').includes('age'));
    const framesOf = (from: 'client' | 'server') => {
      const decoder = createDecoder();
      for (const { sender, bytes, atMicros } of watched.chunks()) decoder.push(1, sender, bytes, atMicros);
      const frames = decoder.units.filter(({ layer, sender }) => layer === 'websocket' && sender === from);
      return frames.map(({ kind }) => kind);
    };
    expect(framesOf('server').slice(-4)).toEqual(['text', 'ping', 'continuation', 'continuation']);
    websocket.send('no echo');
    await watched.until(() => framesOf('client').includes('text'));
    expect(came).toHaveLength(4);
    expect((await order('POST', 'say', { connection: 99, text: 'x' })).status).toBe(404);
  });

  test.each<[unknown, string]>([
    [{}, 'connection is'],
    [{ connection: 1 }, 'text is'],
    [{ connection: 1, text: 'x', count: 1000 }, 'count is'],
    [{ connection: 1, text: 'x', gapMs: -1 }, 'gapMs is'],
    [{ connection: 1, text: 'x', fragments: 0 }, 'fragments is'],
    [{ connection: 1, text: 'x', pingBetween: 1 }, 'pingBetween is'],
  ])('%j is refused with a sentence', (body, sentence) => {
    expect(readMessage(sayOrder(DEFAULT_LIMITS), JSON.stringify(body))).toContain(sentence);
  });

  test('refuses upgrades while it is told to', async () => {
    const { lab, order, open } = await setUp();
    await order('PUT', 'impairment', { connection: 'next', refusesUpgrades: true });
    const refused = new WebSocket(lab.ws);
    refused.on('error', () => undefined);
    const [, response] = await once(refused, 'unexpected-response');
    expect(response.statusCode).toBe(503);
    await order('PUT', 'impairment', { connection: 'next', refusesUpgrades: false });
    (await open()).websocket.terminate();
  });
});

describe('HTTP that takes its time', () => {
  test('answers later, and later requests on the same connection wait', async () => {
    const { lab, watched, order } = await setUp();
    const get = (path: string, more = '') =>
      `GET /lab/${lab.id}/${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    const bytes = get('object/1?afterMs=120') + get('object/2') + get('object/3', 'Connection: close\r\n');
    await order('POST', 'raw', bytes);
    await watched.until((records) => endsOf(records).some((end) => end.startsWith('closed')));
    const [first] = watched.chunks('server');
    expect(first!.atMicros - watched.chunks('client')[0]!.atMicros).toBeGreaterThan(110_000);
    expect(
      watched
        .stream('server')
        .toString()
        .match(/object \d/g),
    ).toEqual(['object 1', 'object 2', 'object 3']);
  });

  test('keeps a connection open as long as it says', async () => {
    const { lab, server, watched } = await setUp();
    const client = await connect(server);
    await client.send(`GET /lab/${lab.id}/object/1?keepAliveMs=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await client.until('</svg>');
    expect(client.received().toString()).toContain('Keep-Alive: timeout=1\r\n');
    await client.closed();
    await watched.until((records) => endsOf(records).includes('timeout by server'));
    const end = watched.records.find((record) => record.type === 'end');
    const took = (end?.type === 'end' ? end.atMicros : 0) - watched.chunks('server').at(-1)!.atMicros;
    expect(took).toBeGreaterThan(900_000);
    expect(took).toBeLessThan(3_000_000);
  });
});

describe('news', () => {
  test('comes at once, when there is some, or as it happens', async () => {
    const { lab, order } = await setUp();
    const none = await fetch(`${lab.http}/news?after=0`);
    expect(none.status).toBe(204);
    const held = fetch(`${lab.http}/news?after=0&waitMs=20000`);
    const stream = await fetch(`${lab.http}/news`, { headers: { Accept: 'text/event-stream' } });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect((await order('PUT', 'newsroom', { everyMs: 50, count: 2 })).status).toBe(200);
    const { news } = (await (await held).json()) as { news: { id: number; atMicros: number }[] };
    expect(v.parse(newsItem, news[0])).toEqual({
      ...news[0],
      id: 1,
      text: expect.stringMatching(/^News 1 *$/),
    });
    const reader = stream.body!.getReader();
    let text = '';
    while (!text.includes('id: 2\n')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toMatch(/^id: 1\ndata: \{"id":1,.*\}\n\nid: 2\n/);
    await reader.cancel();
    const late = (await (await fetch(`${lab.http}/news?after=1`)).json()) as { news: unknown[] };
    expect(late.news).toHaveLength(1);
    await order('PUT', 'newsroom', { everyMs: 60_000, count: 1 });
    expect((await fetch(`${lab.http}/news?after=0`)).status).toBe(204);
  });

  test('that never comes ends a long poll with 204, and a lab that ends answers waiting requests', async () => {
    const { server, lab, watched } = await setUp();
    expect((await fetch(`${lab.http}/news?after=0&waitMs=30`)).status).toBe(204);
    const held = fetch(`${lab.http}/news?after=0&waitMs=20000`);
    await watched.until(() =>
      watched.chunks('client').some(({ bytes }) => Buffer.from(bytes).includes('waitMs=20000')),
    );
    server.labs.find(lab.id)!.newsroom!.close();
    expect((await held).status).toBe(204);
  });

  test.each<[unknown, string]>([
    [{}, 'everyMs is'],
    [{ everyMs: 10 }, 'everyMs is'],
    [{ everyMs: 100, count: 0 }, 'count is'],
  ])('%j is refused with a sentence', (body, sentence) => {
    expect(readMessage(newsOrder(DEFAULT_LIMITS), JSON.stringify(body))).toContain(sentence);
  });
});

test('whatever is cut, sent, ended and lifted in whatever order, nothing stays open and the server keeps running', {
  timeout: 60_000,
}, async () => {
  const { server, lab, watched, order } = await setUp();
  const operation = fc.constantFrom(
    'stall',
    'black hole',
    'none',
    'send',
    'say',
    'client ends',
    'client resets',
    'reset',
    'fin',
    'close',
  );
  const run = fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 7 }), async (operations) => {
    const opened = watched.records.filter(({ type }) => type === 'open').length;
    const client = await connect(server);
    await client.send(handshake(`/lab/${lab.id}/ws`));
    await client.until('\r\n\r\n');
    await watched.until((records) => records.filter(({ type }) => type === 'open').length > opened);
    const connection = opened + 1;
    for (const what of operations) {
      if (what === 'send') client.socket.write(frame(1, 'to be echoed, or not'));
      else if (what === 'say') await order('POST', 'say', { connection, text: 'unasked', count: 3 });
      else if (what === 'client ends') client.socket.end();
      else if (what === 'client resets') client.socket.resetAndDestroy();
      else if (what === 'reset' || what === 'fin' || what === 'close') {
        await order('POST', 'end', { connection, how: what });
      } else await order('PUT', 'impairment', { connection, cut: what });
    }
    await order('PUT', 'impairment', { connection, cut: 'none' });
    client.socket.destroy();
    await watched.until((records) => endsOf(records, connection).some((end) => end.startsWith('closed')));
    expect(server.labs.find(lab.id)!.connections).toBe(0);
  });
  await fc.assert(run, { numRuns: 60 });
  expect((await order('PUT', 'impairment', { connection: 'next', delayMs: 0 })).status).toBe(200);
});
