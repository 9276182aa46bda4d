import { expect, test } from 'vitest';
import { depthOf } from './goals';

test.each([
  [['a', 1], 0],
  [['a', {}], 1],
  [['a', { b: 1 }, { c: [] }], 1],
  [['a', { b: { c: 1 } }], 2],
  [['a', [{ b: [{ c: { d: 1 } }] }]], 3],
])('%j is %i objects deep', (args, depth) => {
  expect(depthOf(args)).toBe(depth);
});
