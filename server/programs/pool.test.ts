import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits';
import { createPool, type StartOrder } from './pool';
import type { Told } from './program-process';

const orderOf = (labId: string, code: string): StartOrder => ({
  code,
  asker: { labId, address: '127.0.0.1' },
  isReplacing: false,
  isAgain: false,
});

test('what a program has not yet taken is known by its number and its size', async () => {
  const pool = createPool(DEFAULT_LIMITS.programs);
  onTestFinished(() => pool.close());
  const turns: Told[] = [];
  let look = () => {};
  const turn = (told: Told) => {
    turns.push(told);
    look();
  };
  const program = await pool.start(orderOf('a', 'console.log(1)'), { turn, lost: () => {} });
  if ('fault' in program) throw new Error(program.fault.message);
  const news = JSON.stringify({ kind: 'clients', count: 1 });
  for (let n = 0; n < 10; n++) program.send(news, [new ArrayBuffer(1000)]);
  expect(program.unanswered).toBe(10);
  expect(program.unansweredBytes).toBe(10 * (1000 + news.length));
  await new Promise<void>((resolve) => {
    look = () => turns.length === 11 && resolve();
    look();
  });
  expect([program.unanswered, program.unansweredBytes]).toEqual([0, 0]);
});
