import { expect, test } from 'vitest';
import { isNestedDeeper } from './nesting';

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

test.each([
  [deep(3), false],
  [deep(4), true],
  ['[[[]],[[]],[[]],[[]]]', false],
  [`{"a":{"b":{"c":1}}}`, false],
  [`{"a":{"b":{"c":{}}}}`, true],
  [JSON.stringify('[[[[[['), false],
  [JSON.stringify(['"[[[[[[', '\\', '\\"[[[[', '[']), false],
  ['"[[[[[[ that never ends', false],
  ['[[[[', true],
  [']]]][[[[', false],
  ['', false],
])('%s is nested deeper than three: %s', (json, isDeeper) => {
  expect(isNestedDeeper(json, 3)).toBe(isDeeper);
});
