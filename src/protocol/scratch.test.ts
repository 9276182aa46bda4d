import { expect, it } from 'vitest';
import { Scratch } from './scratch';

const KEY = 0x80ff017f | 0;
const KEY_BYTES = [0x80, 0xff, 0x01, 0x7f];

/** Bytes that stand masked from index 3 of a read on, itself a part of a larger buffer. */
function maskedRead(plain: readonly number[]): Uint8Array {
  const read = new Uint8Array(plain.length + 10).subarray(2);
  for (const [index, byte] of plain.entries()) read[3 + index] = byte ^ KEY_BYTES[index % 4]!;
  return read;
}

it('unmasks payloads of any size, and finds the one byte that is not ASCII wherever it stands', () => {
  const scratch = new Scratch();
  for (let size = 0; size < 12; size++) {
    const plain = Array.from({ length: size }, (_, index) => 127 - index);
    expect(scratch.unmask(maskedRead(plain), 3, 3 + size, KEY)).toBe(true);
    expect([...scratch.bytes.subarray(0, size)]).toEqual(plain);
    for (let at = 0; at < size; at++) {
      const changed = plain.with(at, 128);
      expect(scratch.unmask(maskedRead(changed), 3, 3 + size, KEY)).toBe(false);
      expect([...scratch.bytes.subarray(0, size)]).toEqual(changed);
    }
  }
});

it('takes a payload of megabytes, and lets go of its memory', () => {
  const scratch = new Scratch();
  const size = 3 * 1024 * 1024;
  expect(scratch.unmask(new Uint8Array(size), 0, size, 0x61626364)).toBe(true);
  expect(Buffer.from(scratch.bytes.subarray(size - 4, size)).toString()).toBe('abcd');
  scratch.shrink();
  expect(scratch.bytes.length).toBeLessThan(size);
});
