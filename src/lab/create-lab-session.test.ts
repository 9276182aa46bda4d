import { describe, expect, it } from 'vitest';
import { createCapture } from '../capture/create-capture';
import type { WritableDecoder } from '../protocol/decoder';
import type { FeedRecord } from '../protocol/feed';
import { createLabSession } from './create-lab-session';
import { ORIGIN, World } from './fake-world';
import { UNKNOWN_LIMITS } from './session';

const hello = (lastSeq = 0, nowMicros = 5_000_000): FeedRecord => ({
  type: 'hello',
  lab: 'lab1',
  nowMicros,
  epochMs: 0,
  lastSeq,
});
const opened = (seq: number, connection = seq, via: 'direct' | 'raw' = 'direct'): FeedRecord => ({
  type: 'open',
  seq,
  connection,
  atMicros: seq,
  client: { address: '127.0.0.1', port: 50_000 + connection },
  server: { address: '127.0.0.1', port: 8101 },
  via,
});

const chunk = (seq: number, connection: number, text: string): FeedRecord => ({
  type: 'chunk',
  seq,
  connection,
  sender: 'client',
  atMicros: seq,
  offset: 0,
  heldMicros: 0,
  bytes: new TextEncoder().encode(text),
});

const silentDecoder = () =>
  ({ units: [], revision: 0, derivedBytes: 0, push() {}, end() {}, lose() {} }) as unknown as WritableDecoder;

/** Answers are promises: after this, all of them have been handled. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function begin(world = new World()) {
  const lab = createLabSession({
    root: ORIGIN,
    environment: world.environment,
    createCapture: () => createCapture({ decoder: silentDecoder() }),
  });
  const states: string[] = [];
  lab.subscribe(() => states.push(lab.state.kind));
  await settled();
  return { world, lab, states };
}

async function ready() {
  const started = await begin();
  started.world.feed.open();
  started.world.feed.feed(hello());
  return started;
}

describe('a lab session', () => {
  it('makes a lab, opens its feed and is ready with the first record', async () => {
    const { world, lab, states } = await begin();
    expect(world.asked).toEqual(['POST /lab']);
    expect(world.feed.url).toBe('ws://localhost:8101/lab/lab1/feed?after=0');
    expect(lab.state.kind).toBe('opening');
    world.feed.open();
    world.feed.feed(hello(), opened(1));
    expect(states).toEqual(['ready']);
    expect(lab.capture.connections).toHaveLength(1);
  });

  it('uses the limits that the server of its lab reports, and none before', async () => {
    const world = new World();
    const lab = createLabSession({ root: ORIGIN, environment: world.environment });
    expect(lab.limits).toBe(UNKNOWN_LIMITS);
    await settled();
    expect(lab.limits).toEqual(world.limits);
    world.feed.open();
    world.feed.feed(hello());
    world.labs.clear();
    world.limits = { ...world.limits, messageBytes: 7 };
    world.feed.close(1006);
    world.elapse();
    await settled();
    expect(lab.limits.messageBytes).toBe(7);
  });

  it('is refused when something other than this server answers', async () => {
    const world = new World();
    world.limits = { ...world.limits, rawBytes: -1 };
    const { lab } = await begin(world);
    expect(lab.state).toEqual({
      kind: 'refused',
      message: 'What answers at this address is not a Wire 101 server.',
    });
  });

  it('resumes a broken feed after the last record it has', async () => {
    const { world, lab } = await ready();
    world.feed.feed(opened(1), opened(2));
    world.feed.close(1006);
    expect(lab.state).toEqual({ kind: 'feed-lost', attempt: 1, retryInMs: 2000 });
    world.elapse();
    await settled();
    expect(world.feed.url).toBe('ws://localhost:8101/lab/lab1/feed?after=2');
    world.feed.open();
    world.feed.feed(hello(3), opened(3));
    expect(lab.state.kind).toBe('ready');
    expect(lab.capture.connections.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('does not ask again for what the server said is gone', async () => {
    const { world } = await ready();
    world.feed.feed({ type: 'missed', fromSeq: 1, toSeq: 40, bytes: 9 });
    world.feed.close(1006);
    world.elapse();
    await settled();
    expect(world.feed.url).toContain('after=40');
  });

  it('waits longer each time while the server is gone, and starts over once it is back', async () => {
    const { world, lab } = await ready();
    world.isUp = false;
    world.feed.close(1006);
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      world.elapse();
      await settled();
      if (lab.state.kind === 'server-gone') waits.push(lab.state.retryInMs);
    }
    expect(waits).toEqual([4000, 5000, 5000, 5000, 5000, 5000, 5000, 5000]);
    world.isUp = true;
    lab.retry();
    await settled();
    world.feed.open();
    world.feed.feed(hello());
    world.feed.close(1006);
    expect(lab.state).toMatchObject({ kind: 'feed-lost', retryInMs: 2000 });
  });

  it('replaces a lab that has ended with a new one that has its own capture', async () => {
    const { world, lab, states } = await ready();
    world.feed.feed(opened(1));
    const old = lab.capture;
    world.labs.clear();
    world.labs.add('another');
    world.feed.close(1006);
    world.elapse();
    await settled();
    expect(states).toEqual(['ready', 'feed-lost', 'expired']);
    expect(lab.capture).toBe(old);
    expect(world.feed.url).toContain('/lab/lab2/feed?after=0');
    world.feed.open();
    world.feed.feed(hello(0, 100));
    expect(lab.state.kind).toBe('ready');
    expect(lab.capture).not.toBe(old);
    expect(lab.capture.connections).toEqual([]);
    expect(old.connections).toHaveLength(1);
  });

  it('says in the server’s own words why it was refused, and asks again later', async () => {
    const world = new World();
    world.refusal = { status: 503, error: 'All 200 labs are taken.' };
    const { lab } = await begin(world);
    expect(lab.state).toEqual({ kind: 'refused', message: 'All 200 labs are taken.' });
    world.refusal = null;
    world.elapse();
    await settled();
    world.feed.open();
    world.feed.feed(hello());
    expect(lab.state.kind).toBe('ready');
  });

  it('treats a feed that it cannot decode as lost', async () => {
    const { world, lab } = await ready();
    world.feed.receive(new Uint8Array([9, 9, 9, 9, 9, 9]).buffer);
    expect(lab.state.kind).toBe('feed-lost');
  });

  it('treats a feed whose clock does not answer as lost', async () => {
    const { world, lab } = await ready();
    expect(lab.state.kind).toBe('ready');
    world.elapse();
    expect(lab.state.kind).toBe('feed-lost');
  });

  it('tries at once when the page is shown again', async () => {
    const { world, lab } = await ready();
    world.feed.close(1006);
    world.page.awake();
    await settled();
    world.feed.open();
    world.feed.feed(hello());
    expect(lab.state.kind).toBe('ready');
    expect(world.sockets).toHaveLength(2);
  });

  it('closes the feed when the browser stores the page, and resumes it when the page returns', async () => {
    const { world, lab } = await ready();
    world.feed.feed(opened(1));
    world.page.stored();
    expect(world.feed.readyState).toBe(3);
    expect(lab.state.kind).toBe('ready');
    world.page.awake();
    await settled();
    expect(world.feed.url).toContain('after=1');
  });

  it('takes the lab again that the page before it had in this tab, and no other page does', async () => {
    const { world } = await ready();
    world.page.stored();
    const { world: loaded } = await begin(world);
    expect(loaded.asked.at(-1)).toBe('POST /lab lab1');
    expect(world.feed.url).toContain('/lab/lab1/feed?after=0');
    await begin(world);
    expect(world.asked.at(-1)).toBe('POST /lab');
  });

  it('begins anew when the browser shows it again after another page has taken its lab', async () => {
    const first = await ready();
    const { world } = first;
    world.feed.feed(opened(1));
    world.page.stored();
    const firstPage = world.page;
    world.random = 0.5;
    await begin(world);
    world.page.stored();
    firstPage.awake();
    await settled();
    expect(world.asked.at(-1)).toBe('POST /lab lab1');
    expect(world.feed.url).toContain('after=0');
    world.feed.open();
    world.feed.feed(hello());
    expect(first.lab.capture.connections).toEqual([]);
  });

  it('does nothing once it is disposed', async () => {
    const { world, lab } = await ready();
    lab.dispose();
    world.page.awake();
    await settled();
    expect(world.timers).toEqual([]);
    expect(world.sockets).toHaveLength(1);
  });
});

describe('the clock of the lab', () => {
  it('is estimated from the question with the shortest round trip', async () => {
    const { world, lab } = await ready();
    expect(lab.nowMicros().uncertaintyMicros).toBe(500_000);
    const answer = (roundTripMs: number, labMicros: number) => {
      const { clock } = JSON.parse(String(world.feed.sent.at(-1)));
      world.nowMs += roundTripMs;
      world.feed.feed({ type: 'clock', pageMs: clock, nowMicros: labMicros });
    };
    answer(10, 8_005_000);
    expect(lab.nowMicros()).toEqual({ at: 8_010_000, uncertaintyMicros: 5000 });
    answer(2, 8_011_500);
    expect(lab.nowMicros().at).toBe(8_012_500);
    answer(40, 8_030_000);
    expect(lab.nowMicros().at).toBe(8_052_500);
    expect(world.feed.sent).toHaveLength(4);
  });
});

describe('a watched server', () => {
  it('has its capture told the time, until the session is disposed', async () => {
    const world = new World();
    world.labs.add('lab1');
    world.watched = { relay: 'http://localhost:8102/', upstream: 'http://localhost:3000/' };
    const lab = createLabSession({ root: ORIGIN, lab: 'lab1', environment: world.environment });
    await settled();
    world.feed.open();
    world.feed.feed(hello(), opened(1), chunk(2, 1, 'GET / HTTP/1.1\r\nHost: a'));
    world.elapse();
    expect(lab.capture.decoder.faulty).toEqual([]);
    world.nowMs += 20_000;
    world.elapse();
    expect(lab.capture.decoder.faulty.map(({ kind }) => kind)).toEqual(['request']);
    lab.dispose();
    expect(world.timers).toEqual([]);
  });
});

describe('the clients of a lab', () => {
  const callsOf = (lab: Awaited<ReturnType<typeof ready>>['lab']) =>
    lab.capture.calls.map(({ opener, kind, detail }) => `${opener} ${kind} ${detail}`.trim());

  it('record what code does with a WebSocket and hears from it', async () => {
    const { world, lab } = await ready();
    const { opener, socket, send, close } = lab.openWebSocket({ deflate: true, protocols: ['echo.wire101'] });
    const fake = world.sockets.at(-1)!;
    expect(socket).toBe(fake);
    expect(fake.url).toBe('ws://localhost:8101/lab/lab1/ws?deflate=1&call=1');
    fake.protocol = 'echo.wire101';
    fake.open();
    send('Hello');
    fake.receive('Hello');
    send(new Uint8Array([1, 255]));
    fake.receive(new Uint8Array([1, 255]).buffer);
    close(4000, 'bye');
    send('too late');
    expect(opener).toBe(1);
    expect(callsOf(lab)).toEqual([
      '1 new WebSocket "ws://localhost:8101/lab/lab1/ws?deflate=1&call=1", "echo.wire101"',
      '1 open "echo.wire101"',
      '1 send "Hello"',
      '1 message "Hello"',
      '1 send 2 bytes: 01 ff',
      '1 message 2 bytes: 01 ff',
      '1 close 4000, "bye"',
      '1 close() 4000, "bye"',
    ]);
  });

  it('let the browser throw at a send that comes too early, and record none', async () => {
    const { lab } = await ready();
    const socket = lab.openWebSocket();
    expect(() => socket.send('early')).toThrow('still connecting');
    expect(callsOf(lab)).toHaveLength(1);
  });

  it('record what tried code throws, under the names that lessons use', async () => {
    const { lab } = await ready();
    const minified = lab.openWebSocket();
    minified.attempt(() => minified.send('early'));
    minified.attempt((e) => (e as unknown as { ping(): void }).ping());
    expect(callsOf(lab).slice(1)).toEqual([
      '1 error InvalidStateError: still connecting',
      '1 error TypeError: socket.ping is not a function',
    ]);
  });

  it('record what the constructor throws for an object, and let it throw', async () => {
    const { world, lab } = await ready();
    const sockets = world.sockets.length;
    const protocols = { headers: { Authorization: 'Bearer 42' } };
    expect(() => lab.openWebSocket({ protocols })).toThrow(DOMException);
    expect(world.sockets).toHaveLength(sockets);
    expect(callsOf(lab)).toEqual([
      '1 new WebSocket "ws://localhost:8101/lab/lab1/ws?call=1", {"headers":{"Authorization":"Bearer 42"}}',
      "1 error SyntaxError: The subprotocol '[object Object]' is invalid.",
    ]);
  });

  it('record what a fetch was given, as code', async () => {
    const { lab } = await ready();
    await lab.fetch('ws', { headers: { Upgrade: 'websocket', 'X-Lab': '1' } });
    await lab.fetch('echo', { method: 'POST', body: 'hi' });
    expect(callsOf(lab).filter((call) => call.includes(' fetch '))).toEqual([
      '1 fetch "ws", { headers: { Upgrade: "websocket", "X-Lab": "1" } }',
      '3 fetch "echo", { method: "POST", body: "hi" }',
    ]);
  });

  it('record a fetch and its answer', async () => {
    const { world, lab } = await ready();
    await lab.fetch('echo?connection=close', { method: 'POST' });
    expect(world.asked.at(-1)).toBe('POST /lab/lab1/echo?connection=close&call=1');
    expect(callsOf(lab)).toEqual(['1 fetch "echo?connection=close", { method: "POST" }', '1 fetched 200']);
  });

  it('give a number to each call, so that each connection finds its opener', async () => {
    const { lab } = await ready();
    const first = lab.openWebSocket();
    await lab.fetch('page');
    expect([first.opener, lab.openWebSocket().opener]).toEqual([1, 4]);
  });

  it('say in a sentence that nothing answered', async () => {
    const { world, lab } = await ready();
    world.isUp = false;
    await expect(lab.fetch('page')).rejects.toThrow(/Nothing answered.*try again/);
    expect(callsOf(lab).at(-1)).toMatch(/^1 error .*Nothing answered/);
  });

  it('find the connection of a raw client by its port', async () => {
    const { world, lab } = await ready();
    world.feed.feed(opened(1, 1, 'raw'));
    const raw = await lab.openRaw(new TextEncoder().encode('GET'));
    expect(raw.port).toBe(50_001);
    expect(lab.capture.connections[0]?.openedBy).toBe(raw.opener);
  });

  it('have the lab impair a connection, which is not recorded as a call', async () => {
    const { world, lab } = await ready();
    await lab.impair('next', { delayMs: 80 });
    expect(world.asked.at(-1)).toBe('PUT /lab/lab1/impairment');
    expect(callsOf(lab)).toEqual([]);
    world.refusal = { status: 404, error: 'Connection 7 is not open in this lab (any more).' };
    await expect(lab.impair(7, { delayMs: 80 })).rejects.toThrow('Connection 7 is not open');
  });

  it('pass on the server’s error message when it refuses raw bytes', async () => {
    const { world, lab } = await ready();
    world.refusal = { status: 429, error: 'At most 8 raw connections.' };
    await expect(lab.openRaw(new Uint8Array(1))).rejects.toThrow('At most 8 raw connections.');
  });

  it('cannot be used before there is a lab', async () => {
    const world = new World();
    world.isUp = false;
    const { lab } = await begin(world);
    expect(() => lab.openWebSocket()).toThrow(/not open yet/);
    await expect(lab.fetch('page')).rejects.toThrow(/not open yet/);
  });
});
