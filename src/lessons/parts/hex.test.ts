import { expect, it } from 'vitest';
import { readHex } from './hex';

it.each([
  ['48 65 6C', [0x48, 0x65, 0x6c]],
  ['48656c', [0x48, 0x65, 0x6c]],
  ['48:65,6c\n', [0x48, 0x65, 0x6c]],
  ['', []],
])('%j is the bytes %j', (text, bytes) => {
  expect(readHex(text)).toEqual({ kind: 'bytes', bytes: Uint8Array.from(bytes) });
});

it.each([
  ['4g', /“g” is not a hexadecimal digit/],
  ['486', /two digits; these are 3/],
])('%j is not bytes, and the reason is given', (text, message) => {
  expect(readHex(text)).toMatchObject({ kind: 'invalid', message: expect.stringMatching(message) });
});
