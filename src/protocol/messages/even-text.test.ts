import { expect, it } from 'vitest';
import { evenText } from './even-text';

it('makes messages equally long, whatever their number and stamp', () => {
  const lengthOf = (id: number, atMicros: number) =>
    JSON.stringify({ id, atMicros, text: evenText('Note', id, atMicros) }).length;
  expect(new Set([lengthOf(1, 0), lengthOf(50, 999_999), lengthOf(1234, 86_400_000_000)]).size).toBe(1);
});

it('begins with its name and number', () => {
  expect(evenText('News', 7, 1_000).trimEnd()).toBe('News 7');
});
