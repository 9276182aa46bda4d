import { expect, test } from 'vitest';
import { MemoryBudget } from './memory-budget';

const PAGE = 65_536;

/** Programs that share `pages`, and the sentences with which they were ended. */
function share(pages: number) {
  const told: string[] = [];
  let reclaimed = 0;
  const budget = new MemoryBudget(pages * PAGE, () => {
    reclaimed += 1;
  });
  const add = (name: string) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1000 });
    const spender = { memory, tookTheMost: (sentence: string) => void told.push(`${name}: ${sentence}`) };
    budget.add(spender);
    return { ...spender, remove: () => budget.remove(spender) };
  };
  return { add, told, reclaimed: () => reclaimed };
}

test('when the memory of all is used up, the largest program is ended, never a small newcomer', () => {
  const { add, told, reclaimed } = share(160);
  const [large, medium] = [add('large'), add('medium')];
  large.memory.grow(100);
  medium.memory.grow(50);
  const newcomer = add('newcomer');
  newcomer.memory.grow(20);
  expect(newcomer.memory.buffer.byteLength).toBe(21 * PAGE);
  expect(told).toEqual([expect.stringMatching(/^large: .*10 MiB.*took the most \(6 MiB\)/)]);
  expect(reclaimed()).toBe(1);
});

test('a program that would be the largest is refused memory and ended', () => {
  const { add, told } = share(160);
  const [greedy, other] = [add('greedy'), add('other')];
  other.memory.grow(60);
  greedy.memory.grow(70);
  expect(() => greedy.memory.grow(100)).toThrow(RangeError);
  expect(told).toEqual([expect.stringMatching(/^greedy: /)]);
  // It gets no more, and its memory is free for others.
  expect(() => greedy.memory.grow(1)).toThrow(RangeError);
  other.memory.grow(100);
  expect(told).toHaveLength(1);
});

test('a program that has ended takes nothing', () => {
  const { add, told } = share(100);
  for (let n = 0; n < 10; n++) {
    const one = add(`${n}`);
    one.memory.grow(90);
    one.remove();
  }
  expect(told).toEqual([]);
});
