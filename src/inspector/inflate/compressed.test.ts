import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { concat, hexBytes, openedDecoder, unitsOf, utf8 } from '../../protocol/testing/units';
import { compressedOf, ratioSentence } from './compressed';

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('finds the message before and after inflating, from its frame or from itself (RFC 7692 §7.2.3.1)', () => {
  const decoder = openedDecoder({ extensions: 'permessage-deflate' });
  decoder.push(1, 'server', hexBytes('c1 07 f2 48 cd c9 c9 07 00'), 1);
  const [frame] = unitsOf(decoder, 'websocket');
  const [message] = unitsOf(decoder, 'message');
  const found = compressedOf(decoder, frame!);
  expect(found).toEqual(compressedOf(decoder, message!));
  expect(found).toMatchObject({ beforeSize: 7, afterSize: 5, takesOver: true });
  expect(hexOf(found!.before)).toBe('f248cdc9c90700');
  expect(new TextDecoder().decode(found!.after)).toBe('Hello');
});

it('joins fragments and takes the mask away', () => {
  const decoder = openedDecoder({ extensions: 'permessage-deflate; client_no_context_takeover' });
  decoder.push(1, 'client', hexBytes('41 83 01 02 03 04 f3 4a ce'), 1);
  decoder.push(1, 'client', hexBytes('80 84 00 00 00 00 c9 c9 07 00'), 2);
  const found = compressedOf(decoder, unitsOf(decoder, 'message')[0]!)!;
  expect(hexOf(found.before)).toBe('f248cdc9c90700');
  expect(found.takesOver).toBe(false);
});

it('cuts what is shown of a long message, not its sizes', () => {
  const decoder = openedDecoder({ extensions: 'permessage-deflate' });
  const text = utf8.encode('a long text, '.repeat(5000));
  const packed = deflateRawSync(text, { finishFlush: 2 }).subarray(0, -4);
  const head = Uint8Array.from([0xc1, 126, packed.length >> 8, packed.length & 255]);
  decoder.push(1, 'server', concat(head, packed), 1);
  const found = compressedOf(decoder, unitsOf(decoder, 'message')[0]!)!;
  expect(found).toMatchObject({ beforeSize: packed.length, afterSize: text.length });
  expect(found.after).toHaveLength(192);
});

it('is nothing for a message that is not compressed', () => {
  const decoder = openedDecoder({ extensions: 'permessage-deflate' });
  decoder.push(1, 'server', hexBytes('81 02 68 69'), 1);
  expect(compressedOf(decoder, unitsOf(decoder, 'message')[0]!)).toBeNull();
});

it('says in words what was won', () => {
  expect(ratioSentence(7, 5)).toBe('7 bytes on the wire stand for 5: so short a message gets no smaller.');
  expect(ratioSentence(160, 65_000)).toBe('160 bytes on the wire stand for 65,000: 0% of the size.');
});
