import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder';
import type { Decoder, WritableDecoder } from './decoder';
import {
  concat,
  cutAt,
  expectTiling,
  handshake,
  hexBytes,
  latin,
  type OpenOptions,
  openedDecoder,
  shapeOf,
  unitsOf,
  utf8,
  wireBytes,
} from './testing/units';
import type { Peer, Unit } from './unit';

/** Properties take long on a busy machine. */
const SLOW_MS = 60_000;
const DEFLATE = 'permessage-deflate';

/** Pushes bytes after the opening handshake. */
function decode(sender: Peer, bytes: Uint8Array, options: OpenOptions = {}): WritableDecoder {
  const decoder = openedDecoder(options);
  if (bytes.length > 0) decoder.push(1, sender, bytes, 1);
  return decoder;
}

const frames = (decoder: Decoder): Unit[] => unitsOf(decoder, 'websocket');
const messages = (decoder: Decoder): Unit[] => unitsOf(decoder, 'message');
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('frames', () => {
  it('reads the examples of RFC 6455 §5.7', () => {
    const server = decode('server', hexBytes('810548656c6c6f 0103 48656c 8002 6c6f 8905 48656c6c6f'));
    expect(frames(server).map((frame) => server.labelOf(frame))).toEqual([
      'text “Hello”',
      'text (FIN 0) “Hel”',
      'continuation “lo”',
      'ping 5 B',
    ]);
    expect(messages(server).map((message) => textOf(server.bytesOf(message)))).toEqual(['Hello', 'Hello']);

    const client = decode('client', hexBytes('818537fa213d7f9f4d5158 8a8537fa213d7f9f4d5158'));
    const [text, pong] = frames(client);
    expect(textOf(client.contentOf(text!))).toBe('Hello');
    expect(textOf(client.contentOf(pong!))).toBe('Hello');
    expect(client.sentenceOf(text!)).toBe('The client sent a text frame with 5 bytes of payload: “Hello”.');

    const begun = decode('server', hexBytes('817e7301 48656c6c6f'));
    expect(begun.sentenceOf(frames(begun)[0]!)).toBe(
      'The server began a text frame that announces 29,441 bytes of payload, of which 5 came: “Hello”.',
    );
    const pings = decode('server', hexBytes('8900 890568656c6c6f 8a0201ff'));
    expect(frames(pings).map((frame) => pings.labelOf(frame))).toEqual(['ping', 'ping 5 B', 'pong 2 B']);
    expect(pings.sentenceOf(frames(pings)[1]!)).toBe(
      'The server sent a ping with 5 bytes of payload: “hello”.',
    );
    expect(pings.sentenceOf(frames(pings)[2]!)).toBe(
      'The server sent a pong with 2 bytes of payload: 01 ff.',
    );

    const long = decode(
      'server',
      concat(
        hexBytes('827e0100'),
        new Uint8Array(256),
        hexBytes('827f0000000000010000'),
        new Uint8Array(65536),
      ),
    );
    expect(frames(long).map((frame) => long.labelOf(frame))).toEqual(['binary 256 B', 'binary 65,536 B']);
    for (const decoder of [server, client, long]) expectTiling(decoder);
  });

  it('names every bit of a header', () => {
    const decoder = decode('client', hexBytes('818537fa213d7f9f4d5158'));
    const fields = decoder.fieldsOf(frames(decoder)[0]!);
    expect(fields.map(({ name, start, end, bits, value }) => [name, start, end, bits?.start, value])).toEqual(
      [
        ['FIN', 0, 1, 0, '1 final fragment'],
        ['RSV1', 0, 1, 1, '0'],
        ['RSV2', 0, 1, 2, '0'],
        ['RSV3', 0, 1, 3, '0'],
        ['Opcode', 0, 1, 4, '0x1 text'],
        ['MASK', 1, 2, 0, '1 masked'],
        ['Payload length', 1, 2, 1, '5 (7 bits)'],
        ['Masking-key', 2, 6, undefined, '37 fa 21 3d'],
        ['Payload data', 6, 11, undefined, '“Hello”'],
      ],
    );
  });

  it('keeps lengths above 2^32 exact', () => {
    const decoder = decode('server', hexBytes('827f 0000000100000005 00'));
    const [frame] = frames(decoder);
    expect(decoder.fieldsOf(frame!)[7]?.value).toBe('4,294,967,301 (64 bits)');
    expect(frame?.fault).toBeNull();
    expect(frame?.partial).toBe(true);
  });

  it('reads frames that came in the same read as the request, before the answer', () => {
    const decoder = createDecoder();
    const bytes = handshake();
    decoder.push(1, 'client', concat(bytes.client, hexBytes('818537fa213d7f9f4d')), 0);
    expect(frames(decoder)).toEqual([]);
    decoder.push(1, 'client', hexBytes('5158'), 0);
    decoder.push(1, 'server', bytes.server, 0);
    expect(messages(decoder).map((message) => decoder.labelOf(message))).toEqual(['text “Hello”']);
    expect(decoder.connection(1)?.switchedAt).toEqual({
      client: bytes.client.length,
      server: bytes.server.length,
    });
    expect(decoder.unitsAt(1, 'client', bytes.client.length + 7).map((unit) => unit.layer)).toEqual([
      'tcp',
      'websocket',
      'message',
    ]);
  });

  it('pairs pings with pongs and Close with Close', () => {
    const decoder = decode('server', hexBytes('890161 890162'));
    decoder.push(1, 'client', hexBytes('8a810000000062 8882 00000000 03e8'), 2);
    decoder.push(1, 'server', hexBytes('880203e8'), 3);
    const [first, second, close] = frames(decoder).filter((frame) => frame.sender === 'server');
    expect(decoder.partnerOf(first!)).toBeNull();
    expect(decoder.partnerOf(second!)?.kind).toBe('pong');
    expect(decoder.partnerOf(close!)?.sender).toBe('client');
    expect(decoder.labelOf(close!)).toBe('close 1000');
  });

  it('makes no message of data after a Close', () => {
    const decoder = decode('server', hexBytes('880203e8 8101 61'));
    expect(frames(decoder)[1]?.fault).toMatchObject({ spec: 'RFC 6455 §5.5.1' });
    expect(messages(decoder)).toEqual([]);
  });
});

describe('faults', () => {
  const cases: [string, Peer, string, number | undefined, [number, number]][] = [
    ['RSV1 without compression', 'server', 'c10161', 1002, [0, 1]],
    ['RSV2', 'server', 'a10161', 1002, [0, 1]],
    ['a reserved opcode', 'server', '8300', 1002, [0, 1]],
    ['a client without mask', 'client', '810161', 1002, [1, 2]],
    ['a server with mask', 'server', '81810000000061', 1002, [1, 2]],
    ['a fragmented ping', 'server', '0900', 1002, [0, 1]],
    ['a ping of 126 bytes', 'server', `897e007e${'00'.repeat(126)}`, 1002, [1, 2]],
    ['a continuation without a message', 'server', '800161', 1002, [0, 1]],
    ['a length with its highest bit set', 'server', '817f8000000000000000', 1002, [2, 10]],
    ['a length above 2^53', 'server', '817f0040000000000000', 1009, [2, 10]],
    ['a length in too long a form', 'client', '81fe00010000000061', undefined, [2, 4]],
    ['a Close of 1 byte', 'server', '880103', 1002, [2, 3]],
    ['Close 1005', 'server', '880203ed', 1002, [2, 4]],
    ['a reason that is not UTF-8', 'server', '880403e861ff', 1007, [5, 6]],
  ];

  it.each(cases)('%s', (_, sender, hex, closeCode, [start, end]) => {
    const decoder = decode(sender, hexBytes(hex));
    decoder.push(1, sender, latin('more'), 2);
    const [frame, after] = frames(decoder);
    expect(frame?.fault).toMatchObject({ range: { start, end } });
    expect(frame?.fault?.closeCode).toBe(closeCode);
    const isEndless = frame!.partial;
    expect(isEndless).toBe(end === 10);
    expect(after?.isAfterFailure).toBe(isEndless ? undefined : closeCode !== undefined);
    expectTiling(decoder);
  });

  it('a new message inside a fragmented one', () => {
    const decoder = decode('server', hexBytes('010161 810162'));
    expect(frames(decoder)[1]?.fault).toMatchObject({ closeCode: 1002, spec: 'RFC 6455 §5.4' });
    expect(messages(decoder).map((message) => message.partial)).toEqual([true]);
  });

  it('text that is not UTF-8, at its byte, in any fragment', () => {
    const decoder = decode('server', hexBytes('0103 e282ac 8003 61ff62 8100'));
    expect(messages(decoder)[0]?.fault).toMatchObject({ closeCode: 1007, range: { start: 4, end: 5 } });
    expect(frames(decoder).map(({ isAfterFailure }) => isAfterFailure)).toEqual([false, false, true]);
    const cut = decode('server', hexBytes('8102e282'));
    expect(messages(cut)[0]?.fault).toMatchObject({ closeCode: 1007, range: { start: 1, end: 2 } });
  });

  it('invalid compressed data, and a bomb', () => {
    const broken = decode('server', hexBytes('c104ffffffff'), { extensions: DEFLATE });
    expect(messages(broken)[0]?.fault).toMatchObject({ closeCode: 1007 });
    const bomb = deflateRawSync(new Uint8Array(70 * 1024 * 1024), { finishFlush: 2 }).subarray(0, -4);
    const header = hexBytes(`c27e${bomb.length.toString(16).padStart(4, '0')}`);
    const long = hexBytes(`c27f${bomb.length.toString(16).padStart(16, '0')}`);
    const decoder = decode('server', concat(bomb.length < 65536 ? header : long, bomb), {
      extensions: DEFLATE,
    });
    expect(messages(decoder)[0]?.fault).toMatchObject({ closeCode: 1009 });
    expectTiling(decoder);
  });

  it('bytes that the viewer lost end the decoding of their direction only', () => {
    const decoder = decode('server', hexBytes('810161'));
    decoder.lose(1, 'server', 1000);
    decoder.push(1, 'server', hexBytes('810162'), 2);
    decoder.push(1, 'client', hexBytes('81810000000063'), 3);
    expect(frames(decoder).map((frame) => frame.kind)).toEqual(['text', 'undecoded', 'text']);
    expect(frames(decoder)[1]?.fault?.message).toContain('1,000 bytes');
    expectTiling(decoder);
  });
});

/** Frames of one peer as `ws` sends them. */
const { Sender, PerMessageDeflate } = createRequire(import.meta.url)('ws') as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
  PerMessageDeflate: unknown;
};

interface Fragment {
  readonly data: Uint8Array;
  readonly opcode: number;
  readonly fin: boolean;
}

const messageFragments: fc.Arbitrary<Fragment[]> = fc
  .tuple(
    fc.constantFrom(1, 2),
    fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([opcode, texts]) =>
    texts.map((text, index) => ({
      data: utf8.encode(text),
      opcode: index === 0 ? opcode : 0,
      fin: index === texts.length - 1,
    })),
  );

const control: fc.Arbitrary<Fragment[]> = fc
  .tuple(fc.constantFrom(9, 10), fc.uint8Array({ maxLength: 125 }))
  .map(([opcode, data]) => [{ data, opcode, fin: true }]);

function encode(fragments: readonly Fragment[], isClient: boolean): Uint8Array {
  const parts = fragments.flatMap(({ data, opcode, fin }) =>
    Sender.frame(Buffer.from(data), { fin, opcode, mask: isClient, readOnly: true, rsv1: false }),
  );
  return concat(...parts);
}

const traffic = fc.record({
  isClient: fc.boolean(),
  fragments: fc.array(fc.oneof(messageFragments, control), { maxLength: 6 }).map((list) => list.flat()),
  cuts: fc.array(fc.nat(4000), { maxLength: 12 }),
});

describe('properties', () => {
  it(
    'decodes what the ws Sender encodes, however it is cut, and maps every field back to the wire',
    () => {
      fc.assert(
        fc.property(traffic, ({ isClient, fragments, cuts }) => {
          const sender = isClient ? 'client' : 'server';
          const bytes = encode(fragments, isClient);
          const whole = decode(sender, bytes);
          const pieces = openedDecoder();
          for (const piece of cutAt(bytes, cuts)) pieces.push(1, sender, piece, 1);
          expect(shapeOf(pieces)).toEqual(shapeOf(whole));
          expectTiling(whole);
          expectTiling(pieces);
          expect(whole.units.filter((unit) => unit.fault !== null)).toEqual([]);
          const sent = fragments.filter(({ opcode }) => opcode < 3);
          const joined = concat(...messages(whole).map((message) => whole.bytesOf(message)));
          expect(joined).toEqual(concat(...sent.map(({ data }) => data)));
          for (const frame of frames(pieces)) {
            for (const field of pieces.fieldsOf(frame)) {
              expect(wireBytes(pieces, frame, field)).toEqual(
                pieces.bytesOf(frame).slice(field.start, field.end),
              );
            }
          }
          if (isClient) return;
          for (const message of messages(pieces))
            expect(wireBytes(pieces, message)).toEqual(pieces.bytesOf(message));
        }),
        { numRuns: 60 },
      );
    },
    SLOW_MS,
  );

  it(
    'shows every prefix as partial units without a fault',
    () => {
      fc.assert(
        fc.property(traffic, ({ isClient, fragments }) => {
          const bytes = encode(fragments, isClient);
          const size = Math.min(bytes.length, 300);
          for (let end = 0; end <= size; end += 1 + (end >> 5)) {
            const decoder = decode(isClient ? 'client' : 'server', bytes.subarray(0, end));
            expectTiling(decoder);
            expect(decoder.units.filter((unit) => unit.fault !== null)).toEqual([]);
            expect(
              frames(decoder)
                .slice(0, -1)
                .every((frame) => !frame.partial),
            ).toBe(true);
          }
        }),
        { numRuns: 12 },
      );
    },
    SLOW_MS,
  );

  it(
    'never throws on random bytes, agrees with itself on any split, and covers every byte',
    () => {
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 200 }),
          fc.constantFrom<Peer>('client', 'server'),
          fc.array(fc.nat(200), { maxLength: 8 }),
          fc.constantFrom('', DEFLATE),
          (bytes, sender, cuts, extensions) => {
            const whole = decode(sender, bytes, { extensions });
            const pieces = openedDecoder({ extensions });
            for (const piece of cutAt(bytes, cuts)) pieces.push(1, sender, piece, 1);
            expect(shapeOf(pieces)).toEqual(shapeOf(whole));
            expectTiling(pieces);
            expect(frames(whole).reduce((sum, frame) => sum + frame.end - frame.start, 0)).toBe(bytes.length);
          },
        ),
        { numRuns: 300 },
      );
    },
    SLOW_MS,
  );
});

describe('permessage-deflate', () => {
  it('is told with the 101 that accepts it', () => {
    const decoder = openedDecoder({ extensions: `x-other, ${DEFLATE}; server_no_context_takeover` });
    const response = decoder.units.find(({ kind }) => kind === 'response')!;
    expect(decoder.sentenceOf(response)).toBe(
      'The server answered 101 Switching Protocols, and accepted permessage-deflate: either side may compress its messages.',
    );
    expect(decoder.sentenceOf(openedDecoder().units.find(({ kind }) => kind === 'response')!)).toBe(
      'The server answered 101 Switching Protocols.',
    );
  });

  it('inflates what ws compresses, with and without context takeover and small windows', async () => {
    for (const parameters of ['', '; server_no_context_takeover', '; server_max_window_bits=9']) {
      const deflate = new (
        PerMessageDeflate as new (
          options: object,
        ) => {
          accept(offers: object[]): object;
          compress(data: Buffer, fin: boolean, done: (error: Error | null, result: Buffer) => void): void;
        }
      )({
        isServer: true,
        threshold: 0,
        serverNoContextTakeover: parameters.includes('no_context'),
        ...(parameters.includes('window') ? { serverMaxWindowBits: 9 } : {}),
      });
      deflate.accept([{}]);
      const decoder = openedDecoder({ extensions: DEFLATE + parameters });
      const texts = ['Hello', 'Hello', 'Hello '.repeat(5000), '', 'é'];
      for (const text of texts) {
        const data = await new Promise<Buffer>((done) => {
          deflate.compress(Buffer.from(text), true, (_, result) => done(Buffer.from(result)));
        });
        const parts = Sender.frame(data, { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: true });
        decoder.push(1, 'server', concat(...parts), 1);
      }
      expect(messages(decoder).map((message) => textOf(decoder.bytesOf(message)))).toEqual(texts);
      expect(decoder.units.filter((unit) => unit.fault !== null)).toEqual([]);
      expect(decoder.toWire(messages(decoder)[0]!, { start: 0, end: 1 }).precision).toBe('whole');
      const wire = frames(decoder)[0]!;
      expect(decoder.sentenceOf(messages(decoder)[0]!)).toBe(
        `The server sent a text message of 5 bytes, compressed to ${wire.end - wire.start - 2}: “Hello”.`,
      );
      expectTiling(decoder);
    }
  });
});
