import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ws from 'ws';
import type { Decoder } from './decoder';
import { encodeFrame } from './encode';
import { Inflater } from './inflate';
import { concat, openedDecoder, utf8 } from './testing/units';
import type { Fault, Peer } from './unit';

const SLOW_MS = 120_000;

/** Parts of `ws` that have no types. */
interface Receiver {
  write(chunk: Uint8Array, done: () => void): boolean;
  on(event: string, listener: (...parts: never[]) => void): void;
}
const { Receiver, PerMessageDeflate } = ws as unknown as {
  Receiver: new (options: object) => Receiver;
  PerMessageDeflate: (new (
    options: object,
  ) => { accept(offers: object[]): object }) & { extensionName: string };
};

/** What one end made of a stream: what it told its application, in order, and how it ended. */
interface Reading {
  readonly told: readonly string[];
  readonly closeCode: number | null;
  readonly isClosed: boolean;
}

/** The same of ours, with the fault that ended it. */
interface OurReading extends Reading {
  readonly fault: Fault | null;
  /** The last frame is a Close that has not come whole. */
  readonly isCloseCut: boolean;
  /** Some compressed message has a final block. */
  readonly hasFinalBlock: boolean;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function readByWs(sender: Peer, compresses: boolean, bytes: Uint8Array): Promise<Reading> {
  const told: string[] = [];
  let closeCode: number | null = null;
  let isClosed = false;
  const deflate = new PerMessageDeflate({ isServer: sender === 'client' });
  deflate.accept([{}]);
  const extensions = compresses ? { [PerMessageDeflate.extensionName]: deflate } : {};
  const receiver = new Receiver({ isServer: sender === 'client', extensions });
  receiver.on('message', (data: Uint8Array, isBinary: boolean) =>
    told.push(`${isBinary ? 'binary' : 'text'} ${hex(data)}`),
  );
  receiver.on('ping', (data: Uint8Array) => told.push(`ping ${hex(data)}`));
  receiver.on('pong', (data: Uint8Array) => told.push(`pong ${hex(data)}`));
  receiver.on('conclude', () => {
    isClosed = true;
  });
  await new Promise<void>((done) => {
    receiver.on('error', (error: Error) => {
      const [code] = Object.getOwnPropertySymbols(error).map(
        (symbol) => Reflect.get(error, symbol) as number,
      );
      closeCode = code ?? null;
      done();
    });
    receiver.on('conclude', () => done());
    // A copy: it unmasks in place.
    receiver.write(Buffer.from(bytes), done);
  });
  return { told, closeCode, isClosed };
}

function readByUs(sender: Peer, compresses: boolean, bytes: Uint8Array): OurReading {
  const decoder = openedDecoder(compresses ? { extensions: 'permessage-deflate' } : {});
  if (bytes.length > 0) decoder.push(1, sender, bytes, 1);
  decoder.end(1, sender);
  const frames = decoder.units.filter(({ layer }) => layer === 'websocket');
  const failing = decoder.units.find((unit) => !unit.isAfterFailure && fatal(unit.fault) !== null);
  const close = frames.find(
    ({ kind, partial, fault }) => kind === 'close' && !partial && fatal(fault) === null,
  );
  const isClosed = close !== undefined && !close.isAfterFailure;
  return {
    told: toldTo(decoder, close?.end ?? Number.POSITIVE_INFINITY),
    closeCode:
      isClosed && failing && failing.start > close.start
        ? null
        : (fatal(failing?.fault ?? null)?.closeCode ?? null),
    isClosed,
    fault: fatal(failing?.fault ?? null),
    hasFinalBlock: hasFinalBlock(decoder),
    isCloseCut: frames.at(-1)?.partial === true && frames.at(-1)?.kind === 'close',
  };
}

function hasFinalBlock(decoder: Decoder): boolean {
  const inflater = new Inflater(-15);
  return decoder.units.some((message) => {
    if (message.layer !== 'message' || message.partial) return false;
    const frames = decoder.carriersOf(message);
    if ((decoder.bytesOf(frames[0]!)[0]! & 0x40) === 0) return false;
    const payload = concat(...frames.map((frame) => decoder.contentOf(frame)));
    inflater.inflate([payload, Uint8Array.of(0, 0, 255, 255)], 1_000_000, true);
    return inflater.hasFinal;
  });
}

function fatal(fault: Fault | null): Fault | null {
  return [fault, ...(fault?.others ?? [])].find((each) => each?.closeCode !== undefined) ?? null;
}

/** What an endpoint that reads as we do has told its application. */
function toldTo(decoder: Decoder, end: number): string[] {
  return decoder.units
    .filter(({ layer, kind }) => layer === 'message' || (layer === 'websocket' && /^p[io]ng$/.test(kind)))
    .filter((unit) => !unit.partial && !unit.isAfterFailure && fatal(unit.fault) === null && unit.end <= end)
    .sort((a, b) => a.end - b.end)
    .map((unit) => `${unit.kind} ${hex(decoder.contentOf(unit))}`);
}

/** Why `ws` may differ: what we found, and what it did. */
const EXPLAINED: readonly {
  readonly why: string;
  readonly is: (ours: OurReading, theirs: Reading) => boolean;
}[] = [
  {
    why: 'ws checks UTF-8 when a message is whole; Chromium and we check each byte as it comes',
    is: ({ fault, told }, theirs) =>
      fault?.spec === 'RFC 6455 §8.1' && isStart(told, theirs.told) && theirs.closeCode !== 1007,
  },
  {
    why: 'the same, with control frames between the broken fragment and the last one',
    is: ({ fault, told }, theirs) =>
      fault?.spec === 'RFC 6455 §8.1' &&
      theirs.closeCode === 1007 &&
      isStart(told, theirs.told) &&
      theirs.told.slice(told.length).every((each) => /^p[io]ng/.test(each)),
  },
  {
    why: 'ws closes with 1009 for any length above 2^53; from 2^63 on a rule is broken, hence 1002',
    is: ({ fault, closeCode }, theirs) =>
      fault?.message.startsWith('The highest bit') === true &&
      closeCode === 1002 &&
      theirs.closeCode === 1009,
  },
  {
    why: 'ws takes a length in too long a form; Chromium does not',
    is: ({ fault, told }, theirs) =>
      fault?.message.startsWith('A length must be') === true && isStart(told, theirs.told),
  },
  {
    why: 'ws inflates a fragmented message frame by frame, we inflate it whole',
    is: ({ told, closeCode }, theirs) =>
      theirs.closeCode === 1007 && closeCode !== 1007 && isStart(theirs.told, told),
  },
  {
    why: 'ws ignores what follows a final DEFLATE block, Chromium and we read it (RFC 7692 §7.2.3.4)',
    is: ({ hasFinalBlock }) => hasFinalBlock,
  },
  {
    why: 'ws refuses a Close of 1 byte by its header, we by its payload',
    is: ({ closeCode, isCloseCut, told }, theirs) =>
      isCloseCut && closeCode === null && theirs.closeCode === 1002 && isEqual(told, theirs.told),
  },
];

const isEqual = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && isStart(one, other);

const isStart = (start: readonly string[], all: readonly string[]): boolean =>
  start.every((each, at) => each === all[at]);

interface Sent {
  readonly opcode: number;
  readonly data: Uint8Array;
  readonly fin: boolean;
  readonly isCompressed: boolean;
}

const compress = (data: Uint8Array): Uint8Array =>
  deflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);

const message: fc.Arbitrary<Sent[]> = fc
  .record({
    opcode: fc.constantFrom(1, 2),
    text: fc.string({ unit: 'grapheme', maxLength: 40 }),
    isCompressed: fc.boolean(),
    cuts: fc.array(fc.nat(60), { maxLength: 3 }),
  })
  .map(({ opcode, text, isCompressed, cuts }) => {
    const data = isCompressed ? compress(utf8.encode(text)) : utf8.encode(text);
    const ends = [...cuts.map((cut) => cut % (data.length + 1)).sort((a, b) => a - b), data.length];
    return ends.map((end, index) => ({
      opcode: index === 0 ? opcode : 0,
      data: data.subarray(ends[index - 1] ?? 0, end),
      fin: index === ends.length - 1,
      isCompressed: isCompressed && index === 0,
    }));
  });

const control: fc.Arbitrary<Sent[]> = fc
  .tuple(fc.constantFrom(9, 10), fc.uint8Array({ maxLength: 12 }))
  .map(([opcode, data]) => [{ opcode, data, fin: true, isCompressed: false }]);

const close: fc.Arbitrary<Sent[]> = fc
  .tuple(fc.constantFrom(1000, 1001, 1005, 1011, 2000, 3000, 5000), fc.string({ maxLength: 8 }), fc.nat(9))
  .map(([code, reason, size]) => {
    const data = concat(Uint8Array.of(code >> 8, code & 255), utf8.encode(reason));
    return [{ opcode: 8, data: data.subarray(0, size), fin: true, isCompressed: false }];
  });

/** What happens to the bytes on their way. */
const mutation = fc.record({
  what: fc.constantFrom('set', 'flip', 'remove', 'insert', 'repeat', 'cut'),
  at: fc.nat(),
  byte: fc.nat(255),
});

function mutate(
  bytes: Uint8Array,
  { what, at, byte }: { what: string; at: number; byte: number },
): Uint8Array {
  if (bytes.length === 0) return bytes;
  const index = at % bytes.length;
  const [before, after] = [bytes.subarray(0, index), bytes.subarray(index + 1)];
  if (what === 'cut') return before;
  if (what === 'remove') return concat(before, after);
  if (what === 'repeat') return concat(bytes, bytes.subarray(index, index + 20));
  if (what === 'insert') return concat(before, Uint8Array.of(byte), bytes.subarray(index));
  return concat(before, Uint8Array.of(what === 'set' ? byte : bytes[index]! ^ (1 << (byte & 7))), after);
}

const stream = fc.record({
  sender: fc.constantFrom<Peer>('client', 'server'),
  compresses: fc.boolean(),
  frames: fc
    .array(fc.oneof({ weight: 4, arbitrary: message }, { weight: 2, arbitrary: control }, close), {
      maxLength: 6,
    })
    .map((all) => all.flat()),
  mutations: fc.array(mutation, { maxLength: 3 }),
});

describe('beside the ws Receiver, on streams that went wrong', () => {
  it(
    'fails where ws does, with the same close code, and has told the same before',
    async () => {
      await fc.assert(
        fc.asyncProperty(stream, async ({ sender, compresses, frames, mutations }) => {
          const sent = frames.map(({ opcode, data, fin, isCompressed }) =>
            encodeFrame(opcode, data, { isMasked: sender === 'client', isFinal: fin, isCompressed }),
          );
          const bytes = mutations.reduce(mutate, concat(...sent));
          const theirs = await readByWs(sender, compresses, bytes);
          const ours = readByUs(sender, compresses, bytes);
          const { told, closeCode, isClosed, fault } = ours;
          if (EXPLAINED.some(({ is }) => is(ours, theirs))) return;
          expect(
            { told, closeCode, isClosed },
            `${hex(bytes)} ${sender} ${compresses} ${fault?.message ?? ''}`,
          ).toEqual(theirs);
        }),
        { numRuns: 1500 },
      );
    },
    SLOW_MS,
  );
});
