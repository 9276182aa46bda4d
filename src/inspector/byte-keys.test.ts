import { expect, it } from 'vitest';
import { nextByte } from './byte-keys';

const from =
  (at: number, size = 20) =>
  (key: string, hasCtrl = false) =>
    nextByte(key, hasCtrl, at, size, 8);

it('moves by bytes and rows, and stays where there is nothing further', () => {
  const at10 = from(10);
  expect(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown'].map((key) => at10(key))).toEqual([11, 9, 2, 18]);
  expect(from(0)('ArrowLeft')).toBe(0);
  expect(from(19)('ArrowRight')).toBe(19);
  expect(from(3)('ArrowUp')).toBe(3);
  expect(from(14)('ArrowDown')).toBe(14);
});

it('moves to the ends of the row, of all, and by pages', () => {
  expect([from(10)('Home'), from(10)('End'), from(18)('End')]).toEqual([8, 15, 19]);
  expect([from(10)('Home', true), from(10)('End', true)]).toEqual([0, 19]);
  expect([from(10)('PageDown'), from(10)('PageUp')]).toEqual([19, 0]);
});

it('knows no other keys, and nothing where there are no bytes', () => {
  expect(from(10)('a')).toBeNull();
  expect(from(0, 0)('ArrowRight')).toBeNull();
});
