import { expect, it } from 'vitest';
import { bytes, capitalised, inWords, milliseconds, outOf } from './say';

it('says sizes, counts and times as people do', () => {
  expect(bytes(1)).toBe('1 byte');
  expect(bytes(1024)).toBe('1,024 bytes');
  expect(inWords(3)).toBe('three');
  expect(inWords(13)).toBe('13');
  expect(outOf(0, 10)).toBe('none of ten');
  expect(capitalised(outOf(3, 12))).toBe('Three of 12');
  expect(milliseconds(0, 840)).toBe('0.84 ms');
  expect(milliseconds(0, 2040)).toBe('2.0 ms');
  expect(milliseconds(0, 41_700)).toBe('42 ms');
  expect(milliseconds(0, 1_240_000)).toBe('1.2 s');
});
