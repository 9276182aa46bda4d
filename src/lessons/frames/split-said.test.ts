import { expect, it } from 'vitest';
import { splitSaid } from './split-said';

it('says of every frame that took several reads', () => {
  expect(splitSaid([1, 1, 1, 1])).toBeNull();
  expect(splitSaid([1, 1, 1, 2])).toBe('one of them in two');
  expect(splitSaid([1, 1, 2, 2])).toBe('two of them in two each');
  expect(splitSaid([1, 1, 2, 3])).toBe('two of them in several each');
});
