import { expect, test } from 'vitest';
import { lineWindow } from './line-window';

const even = () => 24;

test('only the lines near the seen part are drawn, and the others keep their room', () => {
  const { first, end, above, below } = lineWindow(1_000, even, { top: 12_000, height: 240, lastLine: null });
  expect(first).toBeLessThanOrEqual(500);
  expect(end).toBeGreaterThanOrEqual(510);
  expect(end - first).toBeLessThan(60);
  expect(above).toBe(first * 24);
  expect(above + (end - first) * 24 + below).toBe(24_000);
});

test('at the end, the last lines are drawn, whatever was scrolled', () => {
  const window = lineWindow(1_000, even, { top: 0, height: 240, lastLine: 1_000 });
  expect([window.end, window.below]).toEqual([1_000, 0]);
  expect(window.first).toBeGreaterThan(950);
});

test('where lines end at the lower edge, those around them are drawn', () => {
  const { first, end } = lineWindow(1_000, even, { top: 0, height: 240, lastLine: 500 });
  expect(first).toBeLessThanOrEqual(490);
  expect(end).toBeGreaterThanOrEqual(500);
  expect(end - first).toBeLessThan(60);
});

test('lines have heights of their own', () => {
  const heightOf = (line: number) => (line === 0 ? 5_000 : 24);
  const window = lineWindow(100, heightOf, { top: 5_000, height: 100, lastLine: null });
  expect([window.first, window.above]).toEqual([0, 0]);
  const after = lineWindow(100, heightOf, { top: 6_000, height: 100, lastLine: null });
  expect(after.above).toBeGreaterThanOrEqual(5_000);
});

test('a short list and an empty one are drawn whole', () => {
  expect(lineWindow(3, even, { top: 0, height: 240, lastLine: 3 })).toEqual({
    ...{ first: 0, end: 3, above: 0, below: 0 },
  });
  expect(lineWindow(0, even, { top: 50, height: 0, lastLine: null })).toEqual({
    ...{ first: 0, end: 0, above: 0, below: 0 },
  });
});

test('a place beyond the end, as after lines have left, shows the last lines', () => {
  const window = lineWindow(10, even, { top: 9_000, height: 240, lastLine: null });
  expect(window.end).toBe(10);
  expect(window.first).toBeLessThan(10);
});
