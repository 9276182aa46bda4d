import { createRequire } from 'node:module';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDecoder } from './create-decoder';
import type { Decoder, WritableDecoder } from './decoder';
import { Inflater } from './inflate';
import { InflaterSource } from './inflater-source';
import { concat, handshake, latin, shapeOf, unitsOf } from './testing/units';
import type { Peer } from './unit';

const { Sender } = createRequire(import.meta.url)('ws') as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
};

/** A text message in one frame, compressed. */
function deflatedText(sender: Peer, text: string): Uint8Array {
  const data = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
  const options = { fin: true, opcode: 1, mask: sender === 'client', readOnly: false, rsv1: true };
  return Buffer.concat(Sender.frame(data, options));
}

const TARGET = '/socket.io/?EIO=4&transport=';
const OPENING = handshake({ target: `${TARGET}websocket`, extensions: 'permessage-deflate' });

function pollResponse(body: string): Uint8Array {
  const packed = gzipSync(body);
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;
  return concat(latin(head), packed);
}

type Push = readonly [connection: number, sender: Peer, bytes: Uint8Array];

const POLL: Push = [2, 'client', latin(`GET ${TARGET}polling HTTP/1.1\r\nHost: a\r\n\r\n`)];
const OPEN_PACKET = '0{"sid":"abc","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1}';

/** A session over polling, and another over a WebSocket whose first frame comes in the same write as its handshake. */
const TRAFFIC: readonly Push[] = [
  POLL,
  [2, 'server', pollResponse(OPEN_PACKET)],
  [1, 'client', OPENING.client],
  [1, 'server', concat(OPENING.server, deflatedText('server', OPEN_PACKET.replace('abc', 'def')))],
  [1, 'client', concat(deflatedText('client', '40'), deflatedText('client', '420["news",1]'))],
  POLL,
  [1, 'server', concat(deflatedText('server', '40{"sid":"x"}'), deflatedText('server', '430["seen"]'))],
  [2, 'server', pollResponse('40{"sid":"y"}\x1e42["late"]')],
];

/** A source whose fetches end when the test says so. */
function slowSource() {
  const ends: { come: () => void; fail: () => void }[] = [];
  const source = new InflaterSource(
    () =>
      new Promise((resolve, reject) => {
        ends.push({ come: () => resolve(Inflater), fail: () => reject(new TypeError('Failed to fetch')) });
      }),
  );
  return { source, ends };
}

/** A decoder, and a promise for its next `changed`. */
function slowDecoder() {
  const { source, ends } = slowSource();
  let onChange = () => {};
  const decoder: WritableDecoder = createDecoder({ inflaters: source, changed: () => onChange() });
  const nextChange = () => new Promise<void>((resolve) => (onChange = resolve));
  return { decoder, ends, nextChange };
}

function pushAll(decoder: WritableDecoder, pushes: readonly Push[]): void {
  for (const [connection, sender, bytes] of pushes) decoder.push(connection, sender, bytes, 0);
}

const everythingOf = (decoder: Decoder) =>
  decoder.units.map(({ layer, sender, kind, start, end }) => [layer, sender, kind, start, end]);

/** The same pushes, with some of them cut in two. */
function cut(cuts: readonly number[]): readonly Push[] {
  return TRAFFIC.flatMap(([connection, sender, bytes], i): readonly Push[] => {
    const at = cuts[i]! % bytes.length;
    return [
      [connection, sender, bytes.subarray(0, at)],
      [connection, sender, bytes.subarray(at)],
    ];
  });
}

it('gives the same units in the same order, wherever the bytes are cut and however late the inflater comes', async () => {
  const cuts = fc.array(fc.nat(), { minLength: TRAFFIC.length, maxLength: TRAFFIC.length });
  await fc.assert(
    fc.asyncProperty(cuts, fc.nat(2 * TRAFFIC.length), async (places, arrival) => {
      const pushes = cut(places);
      const expected = createDecoder();
      pushAll(expected, pushes);
      const { decoder, ends, nextChange } = slowDecoder();
      pushAll(decoder, pushes.slice(0, arrival));
      if (decoder.heldUp !== null) {
        const change = nextChange();
        ends[0]!.come();
        await change;
      }
      pushAll(decoder, pushes.slice(arrival));
      if (decoder.heldUp !== null) {
        const change = nextChange();
        ends[0]!.come();
        await change;
      }
      expect(ends).toHaveLength(1);
      expect(everythingOf(decoder)).toEqual(everythingOf(expected));
      expect(shapeOf(decoder)).toEqual(shapeOf(expected));
    }),
    { numRuns: 60 },
  );
  const decoder = createDecoder();
  pushAll(decoder, TRAFFIC);
  expect(unitsOf(decoder, 'socket.io').map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['connect', 'event', 'ack']),
  );
});

it('reads uncompressed bytes without fetching anything', () => {
  const { decoder, ends } = slowDecoder();
  const plain = handshake();
  pushAll(decoder, [
    [1, 'client', plain.client],
    [1, 'server', concat(plain.server, Uint8Array.of(0x81, 1, 104))],
  ]);
  expect(decoder.heldUp).toBeNull();
  expect(ends).toEqual([]);
  expect(unitsOf(decoder, 'message')).toHaveLength(1);
});

it('says why it is held up, and fetches again on request', async () => {
  const { decoder, ends, nextChange } = slowDecoder();
  pushAll(decoder, TRAFFIC);
  const before = decoder.revision;
  expect([decoder.heldUp, ends.length]).toEqual(['fetching', 1]);
  decoder.retry();
  expect(ends).toHaveLength(1);

  const failed = nextChange();
  ends[0]!.fail();
  await failed;
  expect(decoder.heldUp).toBe('failed');
  expect(unitsOf(decoder, 'socket.io')).toEqual([]);

  decoder.retry();
  expect([decoder.heldUp, ends.length]).toEqual(['failed', 2]);
  const come = nextChange();
  ends[1]!.come();
  await come;
  expect(decoder.heldUp).toBeNull();
  expect(decoder.revision).toBeGreaterThan(before);
  expect(unitsOf(decoder, 'socket.io')).not.toEqual([]);
});

it('gives a response a new revision when its body is read after the inflater has come', async () => {
  const { decoder, ends, nextChange } = slowDecoder();
  pushAll(decoder, TRAFFIC.slice(0, 2));
  const response = unitsOf(decoder, 'http')[1]!;
  const before = { revision: decoder.revision, ofUnit: response.revision };
  expect(decoder.contentsOf(response)).toEqual([]);
  const changed = nextChange();
  ends[0]!.come();
  await changed;
  expect(decoder.contentsOf(response)).toHaveLength(1);
  expect(decoder.revision).toBeGreaterThan(before.revision);
  expect(response.revision).toBeGreaterThan(before.ofUnit);
});
