import { expect, it } from 'vitest';
import { moved } from './use-frames';

it.each([
  [1, -1, ['b', 'a', 'c']],
  [0, 1, ['b', 'a', 'c']],
  [2, -1, ['a', 'c', 'b']],
  [0, -1, ['a', 'b', 'c']],
  [2, 1, ['a', 'b', 'c']],
])('the frame at %i moved by %i: %j', (from, by, expected) => {
  expect(moved(['a', 'b', 'c'], from, by)).toEqual(expected);
});
