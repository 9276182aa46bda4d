import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { decodeFeed, encodeFeed, type FeedRecord } from './feed';
import { jsonRecord } from './messages/feed-records';

const seq = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const connection = fc.integer({ min: 1, max: 2 ** 32 - 1 });
const atMicros = fc.integer({ min: -(2 ** 40), max: Number.MAX_SAFE_INTEGER });
const peer = fc.constantFrom('client' as const, 'server' as const);
const end = fc.record({ address: fc.string(), port: fc.integer({ min: 0, max: 65_535 }) });

const record: fc.Arbitrary<FeedRecord> = fc.oneof(
  fc.record({
    type: fc.constant('chunk' as const),
    seq,
    connection,
    sender: peer,
    atMicros,
    offset: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    heldMicros: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    bytes: fc.uint8Array({ maxLength: 50 }),
  }),
  fc.record({
    type: fc.constant('open' as const),
    seq,
    connection,
    atMicros,
    client: end,
    server: end,
    via: fc.constantFrom('direct' as const, 'raw' as const),
  }),
  fc.record({
    type: fc.constant('impairment' as const),
    seq,
    connection,
    atMicros,
    delayMs: fc.integer({ min: 0, max: 2000 }),
    jitterMs: fc.nat(1000),
    bytesPerSecond: fc.nat(),
    readBytes: fc.nat(),
    gatherMs: fc.nat(1000),
    cut: fc.constantFrom('none' as const, 'stall' as const, 'black hole' as const),
  }),
  fc.record({
    type: fc.constant('end' as const),
    seq,
    connection,
    atMicros,
    how: fc.constantFrom('fin' as const, 'reset' as const, 'timeout' as const, 'closed' as const),
    by: peer,
  }),
);

/** Chunk bytes are copied out of the message, so that they can be compared. */
const owned = (records: readonly FeedRecord[]) =>
  records.map((item) => (item.type === 'chunk' ? { ...item, bytes: item.bytes.slice() } : item));

describe('the feed', () => {
  test('decodes every record that it encodes', () => {
    const roundTrip = fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      expect(owned(decodeFeed(encodeFeed(records)))).toEqual(records);
    });
    fc.assert(roundTrip, { seed: 101 });
  });

  test('has a schema that accepts its JSON records, and refuses a broken member', () => {
    const anyJson = record.filter(({ type }) => type !== 'chunk');
    const run = fc.property(
      anyJson,
      fc.nat(),
      fc.constantFrom(undefined, null, {}, -1.5),
      (given, n, odd) => {
        expect(v.parse(jsonRecord, given)).toEqual(given);
        const names = Object.keys(given).filter((name) => name !== 'atMicros');
        const broken = { ...given, [names[n % names.length]!]: odd };
        expect(v.safeParse(jsonRecord, broken).success).toBe(false);
      },
    );
    fc.assert(run);
  });

  test('reads a message anywhere in its buffer', () => {
    const message = encodeFeed([{ type: 'clock', pageMs: 1.5, nowMicros: 2 }]);
    const buffer = new Uint8Array(message.length + 7);
    buffer.set(message, 3);
    expect(decodeFeed(buffer.subarray(3, 3 + message.length))).toEqual(decodeFeed(message));
  });

  test('throws a RangeError for a truncated message', () => {
    const chunk = { type: 'chunk', seq: 1, connection: 1, sender: 'client', atMicros: 2, offset: 3 } as const;
    const message = encodeFeed([{ ...chunk, heldMicros: 80_000, bytes: new Uint8Array([1, 2, 3]) }]);
    for (let length = 1; length < message.length; length++) {
      expect(() => decodeFeed(message.subarray(0, length)), `${length} bytes`).toThrow(RangeError);
    }
  });
});
