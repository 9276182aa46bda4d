import { expect, it } from 'vitest';
import {
  encodeClose,
  encodeFrame,
  encodeHandshake,
  encodeRequest,
  encodeResponse,
  type FrameOptions,
} from './encode';
import { hexBytes } from './testing/units';

/** The examples of RFC 6455 §5.7. */
it.each<[string, Parameters<typeof encodeFrame>[0], string | Uint8Array, FrameOptions]>([
  ['81 05 48 65 6c 6c 6f', 'text', 'Hello', { isMasked: false }],
  ['81 85 37 fa 21 3d 7f 9f 4d 51 58', 'text', 'Hello', { isMasked: true }],
  ['01 03 48 65 6c', 'text', 'Hel', { isMasked: false, isFinal: false }],
  ['80 02 6c 6f', 'continuation', 'lo', { isMasked: false }],
  ['89 05 48 65 6c 6c 6f', 'ping', 'Hello', { isMasked: false }],
])('%s is a %s frame', (hex, kind, payload, options) => {
  expect(encodeFrame(kind, payload, options)).toEqual(hexBytes(hex));
});

it.each([
  [126, '82 7e 00 7e'],
  [256, '82 7e 01 00'],
  [65_536, '82 7f 00 00 00 00 00 01 00 00'],
])('writes a length of %d in its shortest form', (size, hex) => {
  const head = hexBytes(hex);
  const frame = encodeFrame('binary', new Uint8Array(size), { isMasked: false });
  expect(frame.subarray(0, head.length)).toEqual(head);
  expect(frame.length).toBe(head.length + size);
});

it('writes RSV1, a given key, and reserved opcodes', () => {
  const maskingKey = [1, 2, 3, 4];
  expect(encodeFrame(3, 'a', { isMasked: true, isCompressed: true, maskingKey })).toEqual(
    hexBytes('c3 81 01 02 03 04 60'),
  );
});

it('writes a status code before the reason', () => {
  expect(encodeClose(1000, 'é')).toEqual(hexBytes('03 e8 c3 a9'));
});

it('counts the bytes of a body, not its characters', () => {
  expect(encodeRequest('POST /a', ['Accept: */*'], 'é')).toBe(
    'POST /a HTTP/1.1\r\nHost: localhost:8101\r\nAccept: */*\r\nContent-Length: 2\r\n\r\né',
  );
  expect(encodeResponse('204 No Content')).toBe('HTTP/1.1 204 No Content\r\n\r\n');
});

it('makes both sides of a handshake agree', () => {
  const { client, server } = encodeHandshake({ subprotocol: 'chat', extensions: 'permessage-deflate' });
  for (const side of [client, server]) {
    expect(side).toContain('\r\nSec-WebSocket-Protocol: chat\r\n');
    expect(side).toContain('\r\nSec-WebSocket-Extensions: permessage-deflate\r\n');
  }
});
