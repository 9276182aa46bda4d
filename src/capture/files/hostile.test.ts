import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBase64 } from '../../protocol/base64';
import { encodeRequest } from '../../protocol/encode';
import { fetchLayers } from '../../protocol/layers';
import { pcapngOf, pcapOf, segment } from './packets/testing';
import { SYN } from './save/synthetic-packet';
import { encodeWire101 } from './save/wire101-file';
import { readBack } from './testing';

await fetchLayers();

const utf8 = new TextEncoder();
const PACKETS = [
  segment('client', 0, '', { flags: SYN }),
  segment('client', 1, encodeRequest('GET /'), { acknowledgement: 1 }),
  segment('server', 1, 'HTTP/1.1 204 No Content\r\n\r\n', { acknowledgement: 45 }),
];
const HAR = {
  log: {
    entries: [
      { request: { method: 'GET', url: 'http://a/', headers: [] }, response: { status: 200, headers: [] } },
    ],
  },
};
const FILES: readonly Uint8Array[] = [
  pcapOf(PACKETS),
  pcapngOf(PACKETS),
  encodeWire101({ version: 1, source: 'lab', epochMs: 0 }, [
    {
      type: 'open',
      seq: 1,
      connection: 1,
      atMicros: 0,
      client: { address: 'a', port: 1 },
      server: { address: 'b', port: 2 },
      via: 'direct',
    },
    {
      type: 'chunk',
      seq: 2,
      connection: 1,
      sender: 'client',
      atMicros: 1,
      offset: 0,
      heldMicros: 0,
      bytes: utf8.encode(encodeRequest('GET /')),
    },
  ]),
  utf8.encode(JSON.stringify(HAR)),
  utf8.encode('00000000  81 05 48 65 6c 6c 6f   |..Hello|\n00000007\n'),
  utf8.encode('C 8105\nS end\n42["a",1]\n'),
  utf8.encode(encodeBase64(utf8.encode(encodeRequest('GET /')))),
];

it('no file that is broken or random makes a reader throw, and each one is explained', () => {
  const change = fc.record({
    at: fc.nat(2000),
    value: fc.nat(255),
    remove: fc.nat(3),
    insert: fc.uint8Array({ maxLength: 4 }),
  });
  const mutated = fc
    .tuple(fc.constantFrom(...FILES), fc.array(change, { maxLength: 4 }))
    .map(([file, changes]) => {
      let bytes = [...file];
      for (const { at, value, remove, insert } of changes) {
        const place = at % (bytes.length + 1);
        bytes = [...bytes.slice(0, place), ...insert, value, ...bytes.slice(place + remove)];
      }
      return Uint8Array.from(bytes);
    });
  fc.assert(
    fc.property(
      fc.oneof(
        mutated,
        fc.uint8Array({ maxLength: 200 }),
        fc.string().map((text) => utf8.encode(text)),
      ),
      (file) => {
        const { units, notes } = readBack(file);
        expect(units.length + notes.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 800 },
  );
});
