import { expect, test } from 'vitest';
import { MemoryBudget } from './memory-budget';

const PAGE = 65_536;

/** Programs that share so many pages, each by what it was told. */
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

test('when there is no more for all, the largest is ended, and never a small newcomer', () => {
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

test('whoever would be the largest is refused, and ended itself', () => {
  const { add, told } = share(160);
  const [greedy, other] = [add('greedy'), add('other')];
  other.memory.grow(60);
  greedy.memory.grow(70);
  expect(() => greedy.memory.grow(100)).toThrow(RangeError);
  expect(told).toEqual([expect.stringMatching(/^greedy: /)]);
  // It is given nothing more, and what it had is free for others.
  expect(() => greedy.memory.grow(1)).toThrow(RangeError);
  other.memory.grow(100);
  expect(told).toHaveLength(1);
});

test('what has ended takes nothing', () => {
  const { add, told } = share(100);
  for (let n = 0; n < 10; n++) {
    const one = add(`${n}`);
    one.memory.grow(90);
    one.remove();
  }
  expect(told).toEqual([]);
});
