import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { WritableDecoder } from '../protocol/decoder';
import { type FeedRecord, type OpenRecord, UNIMPAIRED } from '../protocol/feed';
import type { Peer, Unit } from '../protocol/unit';
import type { Capture, CaptureSource } from './capture';
import { createCapture } from './create-capture';
import { heldMicrosOf } from './held';
import { frame, Recording } from './recording/recording';

const utf8 = new TextEncoder();

/** Records what the capture tells the decoder, as lines like `1 client "GET"`. */
function scribe() {
  const heard: string[] = [];
  const decoder = {
    units: [] as Unit[],
    revision: 0,
    derivedBytes: 0,
    push: (connection: number, sender: Peer, bytes: Uint8Array, at: number) =>
      heard.push(`${connection} ${sender} ${JSON.stringify(new TextDecoder().decode(bytes))} at ${at}`),
    end: (connection: number, sender: Peer) => heard.push(`${connection} ${sender} ends`),
    lose: (connection: number, sender: Peer, bytes: number) =>
      heard.push(`${connection} ${sender} lost ${bytes}`),
  };
  return { heard, decoder: decoder as unknown as WritableDecoder };
}

const open = (seq: number, connection: number, via: OpenRecord['via'] = 'direct'): FeedRecord => ({
  type: 'open',
  seq,
  connection,
  atMicros: seq * 10,
  client: { address: '127.0.0.1', port: 50_000 + connection },
  server: { address: '127.0.0.1', port: 8101 },
  via,
});
const chunk = (seq: number, connection: number, sender: Peer, offset: number, text: string): FeedRecord => ({
  type: 'chunk',
  seq,
  connection,
  sender,
  atMicros: seq * 10,
  offset,
  heldMicros: 0,
  bytes: utf8.encode(text),
});
const end = (seq: number, connection: number, how: 'fin' | 'reset' | 'closed', by: Peer): FeedRecord => ({
  type: 'end',
  seq,
  connection,
  atMicros: seq * 10,
  how,
  by,
});
const missed = (fromSeq: number, toSeq: number, bytes: number): FeedRecord => ({
  type: 'missed',
  fromSeq,
  toSeq,
  bytes,
});

function capturing() {
  const { heard, decoder } = scribe();
  return { heard, capture: createCapture({ decoder }) };
}

describe('what the decoder is told', () => {
  it.each<[string, FeedRecord[], string[]]>([
    [
      'bytes, in order',
      [open(1, 1), chunk(2, 1, 'client', 0, 'GET'), chunk(3, 1, 'server', 0, 'HTTP')],
      ['1 client "GET" at 20', '1 server "HTTP" at 30'],
    ],
    [
      'nothing twice when the feed repeats records',
      [open(1, 1), chunk(2, 1, 'client', 0, 'GET'), open(1, 1), chunk(2, 1, 'client', 0, 'GET')],
      ['1 client "GET" at 20'],
    ],
    [
      'no loss where the bytes between belong to another lab',
      [open(1, 1), chunk(2, 1, 'client', 0, 'one'), chunk(3, 1, 'client', 100, 'two')],
      ['1 client "one" at 20', '1 client "two" at 30'],
    ],
    [
      'a loss where bytes are missing after records were missed',
      [open(1, 1), chunk(2, 1, 'client', 0, 'one'), missed(3, 5, 97), chunk(6, 1, 'client', 100, 'two')],
      ['1 client "one" at 20', '1 client lost 97', '1 client "two" at 60'],
    ],
    [
      'no loss in the direction that missed nothing',
      [open(1, 1), chunk(2, 1, 'client', 0, 'one'), missed(3, 5, 97), chunk(6, 1, 'client', 3, 'two')],
      ['1 client "one" at 20', '1 client "two" at 60'],
    ],
    [
      'a loss at the start of a connection whose opening was missed',
      [missed(1, 5, 40), chunk(6, 3, 'server', 40, 'x')],
      ['3 server lost 40', '3 server "x" at 60'],
    ],
    [
      'the half-close of one side, then of the other, once each',
      [open(1, 1), end(2, 1, 'fin', 'client'), end(3, 1, 'closed', 'server')],
      ['1 client ends', '1 server ends'],
    ],
    [
      'the end of both directions when the connection is reset',
      [open(1, 1), end(2, 1, 'reset', 'client')],
      ['1 client ends', '1 server ends'],
    ],
  ])('%s', (_name, records, expected) => {
    const { heard, capture } = capturing();
    for (const record of records) capture.apply([record]);
    expect(heard).toEqual(expected);
  });
});

describe('connections', () => {
  it('count the bytes that belong to other labs, per direction', () => {
    const { capture } = capturing();
    capture.apply([open(1, 1), chunk(2, 1, 'client', 50, 'one'), chunk(3, 1, 'client', 60, 'two')]);
    expect(capture.connection(1)?.withheldBytes).toEqual({ client: 57, server: 0 });
  });

  it('keep how they ended, and are over only when both directions are', () => {
    const { capture } = capturing();
    capture.apply([open(1, 1), end(2, 1, 'fin', 'client')]);
    expect(capture.connection(1)?.closedAt).toBeNull();
    capture.apply([end(3, 1, 'closed', 'server')]);
    expect(capture.connection(1)?.closedAt).toBe(30);
    expect(capture.connection(1)?.ends.map(({ how, by }) => `${how} by ${by}`)).toEqual([
      'fin by client',
      'closed by server',
    ]);
  });

  it('are replaced, not changed, so that the drawn state can be compared with the new one', () => {
    const { capture } = capturing();
    capture.apply([open(1, 1), open(2, 2)]);
    const [first, second] = capture.connections;
    capture.apply([end(3, 2, 'closed', 'server')]);
    expect(capture.connections[0]).toBe(first);
    expect(capture.connections[1]).not.toBe(second);
    expect(second?.ends).toEqual([]);
  });
});

describe('what the lab adds', () => {
  it('is known for each byte of each direction, as the decoder counts: without withheld bytes', () => {
    const { capture } = new Recording()
      .open(10, 1, { isPlain: true })
      .client(20, 'ab')
      .client(30, 'cd', 80_000)
      .server(40, 'x', 90_000)
      .client(50, 'e')
      .skip('client', 4)
      .client(60, 'fg', 70_000);
    const connection = capture.connection(1)!;
    const of = (sender: Peer, bytes: number) =>
      Array.from({ length: bytes }, (_, offset) => heldMicrosOf(connection, sender, offset) / 1000);
    expect(of('client', 12)).toEqual([0, 0, 80, 80, 0, 70, 70, 0, 0, 0, 0, 0]);
    expect(of('server', 2)).toEqual([90, 0]);
  });

  it('is known as it is set now, and as it was before', () => {
    const recording = new Recording().open(10);
    const { capture } = recording;
    expect(capture.connection(1)).toMatchObject({ impairment: { delayMs: 0, cut: 'none' }, impairments: [] });
    recording.impair(20, { delayMs: 80 }).impair(30, {});
    expect(capture.connection(1)).toMatchObject({
      impairment: { delayMs: 0 },
      impairments: [
        { at: 20, impairment: { delayMs: 80 } },
        { at: 30, impairment: { delayMs: 0 } },
      ],
    });
  });
});

describe('the call that opened a connection', () => {
  const withCall = (kind: 'new WebSocket' | 'raw') => {
    const { capture } = capturing();
    capture.addCall({ id: 7, at: 0, end: 'client', opener: 7, kind, detail: '' });
    return capture;
  };
  it.each<[string, string[], number | null]>([
    ['is named by its number in the request target', ['GET /lab/a/ws?call=7 HTTP/1.1\r\n'], 7],
    ['is found beside other parameters', ['GET /lab/a/ws?deflate=1&call=7 HTTP/1.1\r\n'], 7],
    ['is found when the line comes in many reads', ['GET /lab/a/ws?ca', 'll=', '7 HTTP', '/1.1\r\n'], 7],
    ['is never a call that the page did not make', ['GET /lab/a/ws?call=8 HTTP/1.1\r\n'], null],
    ['is not read from a header field', ['GET /lab/a/ws HTTP/1.1\r\nX: ?call=7 \r\n'], null],
    ['is not read from an incomplete number', ['GET /lab/a/ws?call=7'], null],
  ])('%s', (_name, reads, expected) => {
    const capture = withCall('new WebSocket');
    capture.apply([open(1, 1)]);
    let offset = 0;
    for (const [i, text] of reads.entries()) {
      capture.apply([chunk(2 + i, 1, 'client', offset, text)]);
      offset += text.length;
    }
    expect(capture.connection(1)?.openedBy).toBe(expected);
  });

  it('may be recorded after its connection, when its number was reserved', () => {
    const { capture } = capturing();
    const [first, second] = capture.reserveCalls(2);
    const line = `GET /socket.io/?call=${second} HTTP/1.1\r\n`;
    capture.apply([open(1, 1), chunk(2, 1, 'client', 0, line)]);
    expect([first, second, capture.connection(1)?.openedBy]).toEqual([1, 2, 2]);
    expect(capture.addCall({ at: 0, end: 'client', opener: 3, kind: 'send', detail: '' }).id).toBe(3);
    capture.addCall({ id: 2, at: 0, end: 'client', opener: 2, kind: 'io', detail: '' });
    expect(capture.reserveCalls(1)).toEqual([4]);
  });

  it('opens one connection only', () => {
    const capture = withCall('new WebSocket');
    const line = 'GET /ws?call=7 HTTP/1.1\r\n';
    capture.apply([open(1, 1), chunk(2, 1, 'client', 0, line), open(3, 2), chunk(4, 2, 'client', 0, line)]);
    expect(capture.connections.map(({ openedBy }) => openedBy)).toEqual([7, null]);
  });

  it.each(['before', 'after'])(
    'is matched to a raw connection by its port, assigned %s it opened',
    (when) => {
      const capture = withCall('raw');
      if (when === 'before') capture.assignRaw(50_001, 7);
      capture.apply([open(1, 1, 'raw'), open(2, 2, 'raw')]);
      if (when === 'after') capture.assignRaw(50_001, 7);
      expect(capture.connections.map(({ openedBy }) => openedBy)).toEqual([7, null]);
    },
  );
});

describe('bounds', () => {
  it('keeps nothing after the memory cap is reached, and says since when', () => {
    const { heard, decoder } = scribe();
    const capture = createCapture({ decoder, memoryCapBytes: 10_008 });
    capture.apply([open(1, 1), chunk(2, 1, 'client', 0, '12345678'), chunk(3, 1, 'client', 8, 'more')]);
    capture.apply([open(4, 2)]);
    expect(capture.fullAt).toBe(30);
    expect(heard).toEqual(['1 client "12345678" at 20']);
    expect(capture.connections).toHaveLength(1);
    expect(capture.lastAt).toBe(20);
  });

  it('counts what was inflated: little on the wire may be much in memory', () => {
    const capture = createCapture({ memoryCapBytes: 8 * 1024 * 1024 });
    const packed = deflateRawSync(new Uint8Array(1024 * 1024), { finishFlush: 2 }).subarray(0, -4);
    const recording = new Recording();
    for (let n = 1; n <= 20; n++) {
      recording
        .open(n, n)
        .handshake(n, { extensions: 'permessage-deflate' })
        .server(n + 2_000, frame('binary', packed, { isCompressed: true }));
    }
    capture.apply(recording.records);
    expect(capture.fullAt).not.toBeNull();
    expect(capture.connections.length).toBeLessThan(10);
  });

  it('counts connections, even those that carry nothing', () => {
    const capture = createCapture({ memoryCapBytes: 100_000 });
    for (let n = 1; n <= 20; n++) capture.apply([open(n, n)]);
    expect(capture.connections).toHaveLength(10);
    expect(capture.fullAt).toBe(110);
  });

  it('counts lines of code that ran, too: a program may print for ever', () => {
    const capture = createCapture({ memoryCapBytes: 1000 });
    for (let at = 1; at <= 100; at++) {
      capture.addCode({ at, end: 'client', client: 1, run: 1, kind: 'log', line: 1, text: 'x', packets: [] });
    }
    expect(capture.code.length).toBeLessThan(10);
    expect(capture.fullAt).toBe(capture.code.length + 1);
  });

  it('reports what was missed once, although the feed may repeat it', () => {
    const { capture } = capturing();
    capture.apply([open(1, 1), missed(2, 9, 500), missed(2, 9, 500)]);
    expect(capture.missed).toEqual([{ atMicros: 10, bytes: 500, records: 8 }]);
  });
});

describe('listeners', () => {
  it('hear of many changes once', async () => {
    const { capture } = capturing();
    const listener = vi.fn();
    capture.subscribe(listener);
    capture.apply([open(1, 1)]);
    capture.apply([chunk(2, 1, 'client', 0, 'x')]);
    capture.addCall({ at: 0, end: 'client', opener: 1, kind: 'open', detail: '' });
    expect(listener).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(capture.revision).toBe(3);
  });

  it('hear nothing when nothing is new, or after they left', async () => {
    const { capture } = capturing();
    capture.apply([open(1, 1)]);
    await Promise.resolve();
    const listener = vi.fn();
    const leave = capture.subscribe(listener);
    capture.apply([open(1, 1), { type: 'clock', pageMs: 0, nowMicros: 0 }]);
    await Promise.resolve();
    leave();
    capture.apply([open(2, 2)]);
    await Promise.resolve();
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('an answer that does not come', () => {
  const asked = (source: CaptureSource) => {
    const capture = createCapture();
    capture.comesFrom(source);
    capture.apply([open(1, 1), chunk(2, 1, 'client', 0, 'GET / HTTP/1.1\r\nHost: a')]);
    const noted = () => capture.decoder.faulty.map(({ kind }) => kind);
    return { capture, noted };
  };

  it('is noted in a watched capture when the clock has gone on, by itself or with other records', () => {
    const { capture, noted } = asked({ kind: 'watched', server: 'localhost:3000' });
    capture.passTo(4_000_000);
    expect(noted()).toEqual([]);
    capture.passTo(6_000_000);
    expect(noted()).toEqual(['request']);
    const other = asked({ kind: 'file', name: 'a.pcapng' });
    other.capture.apply([{ ...open(3, 2), atMicros: 6_000_000 } as FeedRecord]);
    expect(other.noted()).toEqual(['request']);
  });

  it('is no news while the relay slows the connection down, and is one after that', () => {
    const { capture, noted } = asked({ kind: 'watched', server: 'localhost:3000' });
    const impair = (seq: number, cut: 'stall' | 'none') =>
      capture.apply([
        { type: 'impairment', seq, connection: 1, atMicros: 0, ...UNIMPAIRED, cut } satisfies FeedRecord,
      ]);
    impair(3, 'stall');
    capture.passTo(60_000_000);
    expect(noted()).toEqual([]);
    impair(4, 'none');
    capture.passTo(60_000_000);
    expect(noted()).toEqual(['request']);
  });

  it('is waited for in a lab, where a student may take any time', () => {
    const { capture, noted } = asked({ kind: 'lab' });
    capture.passTo(60_000_000);
    expect(noted()).toEqual([]);
  });
});

it('gives its readers no way to write', () => {
  const capture: Capture = createCapture();
  // The compiler checks it: each line below would be an error without its comment.
  // @ts-expect-error
  expect(capture.addCall).toBeDefined();
  // @ts-expect-error
  expect(capture.apply).toBeDefined();
  // @ts-expect-error
  expect(capture.decoder.push).toBeDefined();
});

it('numbers calls, and refuses to use a number twice', () => {
  const { capture } = capturing();
  const call = { at: 0, end: 'client', opener: 5, kind: 'fetch', detail: '' } as const;
  expect(capture.addCall({ ...call, id: 5 }).id).toBe(5);
  expect(capture.addCall(call).id).toBe(6);
  expect(() => capture.addCall({ ...call, id: 6 })).toThrow(RangeError);
});
