import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder';
import type { Decoder } from './decoder';
import { concat, cutAt, handshake, hexBytes, latin, openedDecoder, unitsOf, utf8 } from './testing/units';
import type { Peer, Unit } from './unit';

/** Long enough for a busy machine. */
const SLOW_MS = 30_000;
const SOCKET_IO = '/socket.io/?EIO=4&transport=websocket';

/** A frame from the server: not masked. */
function frame(opcode: number, payload: Uint8Array, { fin = true, rsv1 = false } = {}): Uint8Array {
  return concat(Uint8Array.of((fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode, payload.length), payload);
}

const text = (content: string) => frame(1, utf8.encode(content));

/** Everything that the decoder says about a unit and its contents. */
function portrait(decoder: Decoder, unit: Unit): string {
  const { end, until, partial, kind, fault } = unit;
  const state = [end, until, partial, kind, fault, decoder.sizeOf(unit), decoder.partnerOf(unit)?.id];
  const descriptions = [
    decoder.labelOf(unit),
    decoder.sentenceOf(unit),
    decoder.fieldsOf(unit),
    decoder.toWire(unit),
  ];
  const carriers = decoder.carriersOf(unit).map(({ id }) => id);
  const contents = decoder.contentsOf(unit).map((above) => `${above.id} ${portrait(decoder, above)}`);
  return JSON.stringify([unit.layer === 'tcp' ? [] : state, descriptions, carriers, contents]);
}

/** What both sides of one connection send, in turns. */
type Script = readonly (readonly [Peer, Uint8Array])[];

const opened = (options: Parameters<typeof handshake>[0]): Script => {
  const { client, server } = handshake(options);
  return [
    ['client', client],
    ['server', server],
  ];
};

const SCRIPTS: Readonly<Record<string, Script>> = {
  'HTTP in turns, with a fault and a body that ends with the connection': [
    [
      'client',
      latin('GET /a HTTP/1.1\r\nHost: a\r\n\r\nPOST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc'),
    ],
    ['server', latin('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n')],
    ['client', latin('GET /c HTTP/1.1\r\n\r\n')],
    ['server', latin('HTTP/1.1 200 OK\r\n\r\nuntil the end')],
  ],
  'bytes that are not HTTP': [['client', latin('hello, world\r\nand more')]],
  'fragments with a ping between them, and closing': [
    ...opened({}),
    [
      'server',
      concat(frame(1, utf8.encode('Hé'), { fin: false }), frame(9, latin('?')), frame(0, latin('!'))),
    ],
    ['client', hexBytes('8a810000000062 8a8100000000 3f 8882 00000000 03e8')],
    ['server', frame(8, hexBytes('03e8'))],
  ],
  'a message that is not UTF-8': [
    ...opened({}),
    [
      'server',
      concat(frame(1, hexBytes('c3'), { fin: false }), frame(0, hexBytes('28')), text('never read')),
    ],
  ],
  'a frame that is not masked': [...opened({}), ['client', text('not masked')]],
  'compressed messages': [
    ...opened({ extensions: 'permessage-deflate' }),
    ['server', frame(1, deflateRawSync('Hello, Hello', { finishFlush: 2 }).subarray(0, -4), { rsv1: true })],
    ['server', frame(1, hexBytes('ffff'), { rsv1: true })],
  ],
  'Socket.IO with attachments and an acknowledgement': [
    ...opened({ target: SOCKET_IO }),
    ['server', concat(text('0{"sid":"a1"}'), text('2'))],
    ['client', hexBytes('8182 00000000 3430 8181 00000000 33')],
    ['server', concat(text('40{"sid":"b2"}'), text('42/,7["hi"]'))],
    ['client', hexBytes('8185 00000000 3433375b5d')],
    ['server', concat(text('451-["a",{"_placeholder":true,"num":0}]'), frame(2, latin('data')))],
    ['server', concat(text('451-["b",{"_placeholder":true,"num":5}]'), frame(2, latin('data')))],
  ],
};

describe('the revision of a unit', () => {
  it.each(Object.keys(SCRIPTS))(
    'changes whenever anything the decoder says about it does: %s',
    { timeout: SLOW_MS },
    (name) => {
      fc.assert(
        fc.property(fc.array(fc.nat(1000), { maxLength: 6 }), (cuts) => {
          const decoder = createDecoder();
          let before = new Map<Unit, readonly [number, string]>();
          const look = () => {
            const now = new Map<Unit, readonly [number, string]>();
            for (const unit of decoder.units) {
              const seen = [unit.revision, portrait(decoder, unit)] as const;
              const old = before.get(unit);
              if (old && old[0] === seen[0]) expect(seen[1]).toBe(old[1]);
              now.set(unit, seen);
            }
            before = now;
          };
          let at = 0;
          for (const [sender, bytes] of SCRIPTS[name]!) {
            for (const piece of cutAt(bytes, cuts)) {
              decoder.push(1, sender, piece, ++at);
              look();
            }
          }
          for (const sender of ['client', 'server'] as const) {
            decoder.end(1, sender);
            look();
          }
        }),
        { numRuns: 20 },
      );
    },
  );

  it('stays while only other units change', () => {
    const decoder = openedDecoder();
    decoder.push(1, 'server', text('first'), 1);
    const revisions = decoder.units.map(({ revision }) => revision);
    decoder.push(1, 'server', text('second'), 2);
    decoder.push(1, 'client', hexBytes('8182 00000000 6869'), 3);
    expect(decoder.units.slice(0, revisions.length).map(({ revision }) => revision)).toEqual(revisions);
  });

  it('changes in the frame, too, when a packet breaks a rule after its last byte', () => {
    const decoder = openedDecoder({ target: SOCKET_IO });
    decoder.push(
      1,
      'server',
      concat(text('0{"sid":"a1"}'), text('451-["b",{"_placeholder":true,"num":5}]')),
      1,
    );
    const carrier = unitsOf(decoder, 'websocket').at(-1)!;
    const packet = unitsOf(decoder, 'socket.io')[0]!;
    const { revision, until } = carrier;
    expect([carrier.partial, packet.fault]).toEqual([false, null]);
    decoder.push(1, 'server', frame(2, latin('data')), 2);
    expect(packet.fault?.message).toMatch(/attachment that does not exist/);
    expect(carrier.until).toBe(until);
    expect(carrier.revision).not.toBe(revision);
  });
});
