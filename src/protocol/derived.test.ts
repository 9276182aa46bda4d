import { createRequire } from 'node:module';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decoder, WritableDecoder } from './decoder';
import { MAX_KEPT_BYTES } from './derived';
import { handshake, latin, type OpenOptions, openedDecoder, shapeOf, unitsOf, utf8 } from './testing/units';
import type { Peer, Unit } from './unit';

const SLOW_MS = 60_000;
const DEFLATE = 'permessage-deflate';
const MIB = 1024 * 1024;

interface Deflater {
  accept(offers: object[]): object;
  compress(data: Buffer, fin: boolean, done: (error: Error | null, result: Buffer) => void): void;
}
const { Sender, PerMessageDeflate } = createRequire(import.meta.url)('ws') as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
  PerMessageDeflate: new (options: object) => Deflater;
};

interface FrameOptions {
  readonly opcode?: number;
  readonly fin?: boolean;
  readonly rsv1?: boolean;
}

function frame(sender: Peer, data: Uint8Array, options: FrameOptions = {}): Uint8Array {
  const { opcode = 2, fin = true, rsv1 = false } = options;
  const mask = sender === 'client';
  return Buffer.concat(Sender.frame(Buffer.from(data), { fin, opcode, mask, readOnly: false, rsv1 }));
}

/** What permessage-deflate sends for these bytes as a first message. */
const deflated = (bytes: Uint8Array): Uint8Array =>
  deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, level: 9 }).subarray(0, -4);

/** 64 KiB that inflate to 64 MiB. */
const BOMB = deflated(new Uint8Array(64 * MIB));

/** A decoder whose connections 1 to `count` are open. */
function opened(count: number, options: OpenOptions): WritableDecoder {
  const decoder = openedDecoder(options);
  const bytes = handshake(options);
  for (let connection = 2; connection <= count; connection++) {
    decoder.push(connection, 'client', bytes.client, 0);
    decoder.push(connection, 'server', bytes.server, 0);
  }
  return decoder;
}

const messages = (decoder: Decoder): Unit[] => unitsOf(decoder, 'message');

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.length).equals(b);
}

describe('messages that are too large', () => {
  it.each([
    ['12 on separate connections', 12, ''],
    ['8 on one connection, without context takeover', 1, '; client_no_context_takeover'],
  ])('%s take no memory, and are reported as a limit of this page', (_, connections, parameters) => {
    const decoder = opened(connections, { extensions: DEFLATE + parameters });
    const before = decoder.derivedBytes;
    for (let n = 0; n < Math.max(8, connections); n++) {
      decoder.push((n % connections) + 1, 'client', frame('client', BOMB, { rsv1: true }), 1);
    }
    expect(messages(decoder)).toHaveLength(Math.max(8, connections));
    for (const message of messages(decoder)) {
      expect(message.fault).toMatchObject({ closeCode: 1009, kind: 'limit', spec: 'RFC 6455 §7.4.1' });
      expect(message.fault?.message).toContain('1,048,576 bytes');
      expect(decoder.sizeOf(message)).toBe(0);
      expect(decoder.toWire(message).ranges).toHaveLength(1);
      expect(decoder.sentenceOf(message)).toMatch(
        /^The client sent a binary message of 65,\d+ compressed bytes/,
      );
    }
    expect(decoder.derivedBytes - before).toBeLessThan(64 * 1024);
  });

  it('may come in many fragments with pings between them; the frames after them are read', () => {
    const decoder = openedDecoder({ extensions: DEFLATE });
    for (let at = 0; at < BOMB.length; at += 100) {
      const part = BOMB.subarray(at, at + 100);
      const fin = at + 100 >= BOMB.length;
      const opcode = at === 0 ? 2 : 0;
      decoder.push(1, 'client', frame('client', part, { fin, opcode, rsv1: at === 0 }), 1);
      decoder.push(1, 'client', frame('client', latin('x'), { opcode: 9 }), 1);
    }
    decoder.push(1, 'client', frame('client', deflated(latin('later')), { rsv1: true }), 1);
    decoder.push(1, 'client', frame('client', latin('plain')), 1);
    decoder.push(1, 'client', frame('client', Uint8Array.of(3, 0xf1), { opcode: 8 }), 1);
    const [bomb, later, plain] = messages(decoder);
    expect(bomb?.fault).toMatchObject({ closeCode: 1009, kind: 'limit' });
    expect(later?.fault).toMatchObject({ kind: 'limit', spec: 'RFC 7692 §7.1.1' });
    expect(later?.fault?.closeCode).toBeUndefined();
    expect(plain?.fault).toBeNull();
    expect(decoder.labelOf(unitsOf(decoder, 'websocket').at(-1)!)).toBe('close 1009');
    expect(decoder.derivedBytes).toBeLessThan(64 * 1024);
  });

  it('do not affect later messages without context takeover', () => {
    const decoder = openedDecoder({ extensions: `${DEFLATE}; server_no_context_takeover` });
    for (const data of [deflated(latin('before')), BOMB, deflated(latin('after'))]) {
      decoder.push(1, 'server', frame('server', data, { rsv1: true }), 1);
    }
    const texts = messages(decoder).map((message) => Buffer.from(decoder.bytesOf(message)).toString());
    expect(texts).toEqual(['before', '', 'after']);
  });

  it('are those above 1 MiB: one of exactly 1 MiB is inflated', () => {
    const decoder = openedDecoder({ extensions: `${DEFLATE}; server_no_context_takeover` });
    decoder.push(1, 'server', frame('server', deflated(new Uint8Array(MIB)), { rsv1: true }), 1);
    decoder.push(1, 'server', frame('server', deflated(new Uint8Array(MIB + 1)), { rsv1: true }), 1);
    expect(messages(decoder).map((message) => [decoder.sizeOf(message), message.fault?.closeCode])).toEqual([
      [MIB, undefined],
      [0, 1009],
    ]);
  });
});

it('keeps a bounded part of what it inflated, and inflates the rest again', () => {
  const decoder = opened(40, { extensions: DEFLATE });
  for (let connection = 1; connection <= 40; connection++) {
    const bytes = new Uint8Array(MIB - 1).fill(connection);
    decoder.push(connection, 'server', frame('server', deflated(bytes), { rsv1: true }), 1);
    // On top of what is kept: inflaters, until their connection ends.
    expect(decoder.derivedBytes).toBeLessThan(MAX_KEPT_BYTES + connection * 50_000);
  }
  for (const message of messages(decoder)) {
    expect(isSame(decoder.bytesOf(message), new Uint8Array(MIB - 1).fill(message.connection))).toBe(true);
    expect(decoder.derivedBytes).toBeLessThan(MAX_KEPT_BYTES + 40 * 50_000);
  }
  const before = decoder.derivedBytes;
  for (let connection = 1; connection <= 40; connection++) decoder.end(connection, 'server');
  expect(decoder.derivedBytes).toBeLessThan(before - 40 * 32 * 1024);
});

/** Sends texts compressed as by `ws`, in two fragments with a ping between them. */
async function send(decoder: WritableDecoder, deflate: Deflater, sender: Peer, texts: readonly string[]) {
  for (const text of texts) {
    const data = await new Promise<Buffer>((done) => {
      deflate.compress(Buffer.from(text), true, (_, result) => done(Buffer.from(result)));
    });
    const cut = data.length >> 1;
    decoder.push(1, sender, frame(sender, data.subarray(0, cut), { opcode: 1, fin: false, rsv1: true }), 1);
    decoder.push(1, sender, frame(sender, latin('?'), { opcode: 9 }), 1);
    decoder.push(1, sender, frame(sender, data.subarray(cut), { opcode: 0 }), 1);
  }
}

/** The same few texts repeat, so that messages refer to earlier ones. */
const words = fc
  .tuple(
    fc.constantFrom('alpha, ', 'bet?'),
    fc.string({ unit: 'grapheme', maxLength: 9 }),
    fc.constantFrom(0, 1, 3, 700, 90_000),
  )
  .map(([text, tail, times]) => text.repeat(times) + tail);

const conversation = fc.record({
  bits: fc.integer({ min: 9, max: 15 }),
  takesOver: fc.boolean(),
  client: fc.array(words, { minLength: 1, maxLength: 16 }),
  server: fc.array(words, { minLength: 1, maxLength: 16 }),
  order: fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }),
});

it(
  'gives the same bytes again, requested in any order, with any window, with and without context takeover',
  async () => {
    await fc.assert(
      fc.asyncProperty(conversation, async ({ bits, takesOver, client, server, order }) => {
        const options = {
          threshold: 0,
          clientNoContextTakeover: !takesOver,
          serverNoContextTakeover: !takesOver,
          clientMaxWindowBits: bits,
          serverMaxWindowBits: bits,
        };
        const offer = takesOver
          ? {}
          : { client_no_context_takeover: [true], server_no_context_takeover: [true] };
        const ends = [false, true].map((isServer) => {
          const deflate = new PerMessageDeflate({ ...options, isServer });
          const windows = { client_max_window_bits: [bits], server_max_window_bits: [bits] };
          deflate.accept([{ ...offer, ...windows }]);
          return deflate;
        });
        const none = takesOver ? '' : '; client_no_context_takeover; server_no_context_takeover';
        const windows = `; client_max_window_bits=${bits}; server_max_window_bits=${bits}`;
        // So little is kept that reading one direction lets the other one go.
        const decoder = openedDecoder({ extensions: DEFLATE + none + windows, keptBytes: 1 });
        await send(decoder, ends[0]!, 'client', client);
        await send(decoder, ends[1]!, 'server', server);
        expect(decoder.units.filter(({ fault }) => fault !== null)).toEqual([]);
        const all = messages(decoder);
        const texts = [...client, ...server];
        for (const n of order) {
          const index = n % all.length;
          expect(isSame(decoder.bytesOf(all[index]!), utf8.encode(texts[index]))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  },
  SLOW_MS,
);

it('continues in the middle of a block when a sender ended its message there', () => {
  const decoder = openedDecoder({ extensions: DEFLATE, keptBytes: 1 });
  // A stored block of 255 bytes, of which the message holds 3; the tail that the receiver adds is 4 more of them.
  const open = Uint8Array.of(0, 255, 0, 0, 255, 1, 2, 3);
  const first = Buffer.concat([deflated(new Uint8Array(MIB - 64)), Uint8Array.of(0, 0, 255, 255), open]);
  const rest = new Uint8Array(248).fill(7);
  const second = Uint8Array.of(...rest, 0);
  for (const data of [first, second, deflated(latin('third'))]) {
    decoder.push(1, 'server', frame('server', data, { rsv1: true }), 1);
  }
  decoder.push(1, 'client', frame('client', deflated(latin('other')), { rsv1: true }), 1);
  const [one, two, three, other] = messages(decoder);
  const letOthersGo = () => expect(Buffer.from(decoder.bytesOf(other!)).toString()).toBe('other');
  letOthersGo();
  expect(isSame(decoder.bytesOf(two!), rest)).toBe(true);
  letOthersGo();
  expect(Buffer.from(decoder.bytesOf(three!)).toString()).toBe('third');
  letOthersGo();
  expect([...decoder.bytesOf(one!).subarray(-7)]).toEqual([1, 2, 3, 0, 0, 255, 255]);
});

describe('layers above', () => {
  const target = '/socket.io/?EIO=4&transport=websocket&sid=a';
  const packets: readonly (string | Uint8Array)[] = [
    '40{"sid":"b"}',
    `42["long","${'é'.repeat(30_000)}"]`,
    '42/news,7["ask",{"a":[1,2]}]',
    '452-["files",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
    Uint8Array.of(1, 2, 3),
    new Uint8Array(70_000).fill(9),
    '2',
  ];

  /** The packets on connection 1, then one message on connection 2; reading it lets the others go. */
  function conversationOf(keptBytes: number): { decoder: WritableDecoder; letGo: () => void } {
    const decoder = opened(2, { target, extensions: DEFLATE, keptBytes });
    for (const packet of packets) {
      const isText = typeof packet === 'string';
      const data = deflated(isText ? utf8.encode(packet) : packet);
      decoder.push(1, 'server', frame('server', data, { opcode: isText ? 1 : 2, rsv1: true }), 1);
    }
    decoder.push(2, 'server', frame('server', deflated(latin('6')), { opcode: 1, rsv1: true }), 1);
    const last = messages(decoder).at(-1)!;
    return { decoder, letGo: () => decoder.bytesOf(last) };
  }

  it('see the same units, fields and bytes of a compressed message after its bytes were let go', () => {
    const { decoder, letGo } = conversationOf(1);
    const whole = conversationOf(MAX_KEPT_BYTES).decoder;
    expect(unitsOf(decoder, 'socket.io').map(({ kind }) => kind)).toEqual([
      'connect',
      'event',
      'event',
      'binary_event',
    ]);
    expect(decoder.units.filter(({ fault }) => fault !== null)).toEqual([]);
    letGo();
    expect(shapeOf(decoder)).toEqual(shapeOf(whole));
    for (const unit of decoder.units) {
      letGo();
      expect(isSame(decoder.bytesOf(unit), whole.bytesOf(whole.units[unit.id]!))).toBe(true);
      letGo();
      expect(isSame(decoder.contentOf(unit), whole.contentOf(whole.units[unit.id]!))).toBe(true);
    }
  });

  const poll = (coding: string, body: Uint8Array) =>
    Buffer.concat([
      latin(`HTTP/1.1 200 OK\r\n${coding}Content-Length: ${body.length}\r\n\r\n`),
      Buffer.from(body),
    ]);

  function polled(keptBytes: number, bodies: readonly Uint8Array[]): Decoder {
    const decoder = openedDecoder({ keptBytes });
    for (const body of bodies) {
      decoder.push(
        2,
        'client',
        latin(`GET ${target.replace('websocket', 'polling')} HTTP/1.1\r\nHost: x\r\n\r\n`),
        1,
      );
      decoder.push(2, 'server', body, 1);
    }
    return decoder;
  }

  it('see the same of a compressed body and of base64 after their bytes were let go', () => {
    const bodies = [
      poll('Content-Encoding: gzip\r\n', gzipSync(`42["a"]\x1e42["b","${'x'.repeat(5000)}"]`)),
      poll(
        '',
        latin(`451-["c",{"_placeholder":true,"num":0}]\x1eb${Buffer.alloc(600, 5).toString('base64')}`),
      ),
      poll('Content-Encoding: gzip\r\n', gzipSync('6')),
    ];
    const whole = polled(MAX_KEPT_BYTES, bodies);
    const decoder = polled(1, bodies);
    expect(whole.units.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(unitsOf(whole, 'socket.io')).toHaveLength(3);
    expect(shapeOf(decoder)).toEqual(shapeOf(whole));
    for (const unit of [...decoder.units].reverse()) {
      expect(isSame(decoder.bytesOf(unit), whole.bytesOf(whole.units[unit.id]!))).toBe(true);
    }
    expect(decoder.derivedBytes).toBeLessThan(whole.derivedBytes);
  });

  it('see nothing of a body that is too large, and a fault says so', () => {
    const decoder = polled(MAX_KEPT_BYTES, [
      poll('Content-Encoding: gzip\r\n', gzipSync(Buffer.alloc(30 * MIB, 'a'))),
    ]);
    const response = unitsOf(decoder, 'http').at(-1);
    expect(response?.fault).toMatchObject({ kind: 'limit' });
    expect(unitsOf(decoder, 'engine.io')).toEqual([]);
    expect(decoder.derivedBytes).toBeLessThan(4096);
  });
});
