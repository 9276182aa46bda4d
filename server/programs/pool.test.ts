import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits';
import { createPool, type PoolLimits, RefusedError, type StartOrder } from './pool';
import type { TurnResult } from './program-process';

const orderOf = (labId: string, code: string): StartOrder => ({
  code,
  options: {},
  asker: { labId, address: '127.0.0.1' },
  isReplacing: false,
  isAgain: false,
});

test('the number and the size of what a program has not taken yet are known', async () => {
  const pool = createPool(DEFAULT_LIMITS.programs);
  onTestFinished(() => pool.close());
  const turns: TurnResult[] = [];
  let look = () => {};
  const turn = (result: TurnResult) => {
    turns.push(result);
    look();
  };
  const program = await pool.start(orderOf('a', 'console.log(1)'), { turn, lost: () => {} });
  if ('fault' in program) throw new Error(program.fault.message);
  const news = JSON.stringify({ kind: 'upgrade', session: 'x', transport: 'websocket' });
  for (let n = 0; n < 10; n++) program.send(news, [new ArrayBuffer(1000)]);
  expect(program.unanswered).toBe(10);
  expect(program.unansweredBytes).toBe(10 * (1000 + news.length));
  await new Promise<void>((resolve) => {
    look = () => turns.length === 11 && resolve();
    look();
  });
  expect([program.unanswered, program.unansweredBytes]).toEqual([0, 0]);
});

const NOTHING = { turn: () => {}, lost: () => {} };
const QUIET = 'console.log(1)';
const poolOf = (limits: Partial<PoolLimits>) => {
  const pool = createPool({ ...DEFAULT_LIMITS.programs, ...limits });
  onTestFinished(() => pool.close());
  return pool;
};

test('the number of programs is bounded, and one that replaces another does not count twice', async () => {
  const pool = poolOf({ programs: 2 });
  const [first] = await Promise.all(['a', 'b'].map((lab) => pool.start(orderOf(lab, QUIET), NOTHING)));
  await expect(pool.start(orderOf('c', QUIET), NOTHING)).rejects.toThrow(
    'This server runs 2 programs at a time',
  );
  await pool.start({ ...orderOf('b', QUIET), isReplacing: true }, NOTHING);
  if (!first || 'fault' in first) throw new Error('a fault');
  first.end();
  await expect(pool.start(orderOf('c', QUIET), NOTHING)).rejects.toBeInstanceOf(RefusedError);
});

test('a lab starts one program at a time, and a bounded number in a minute', async () => {
  const pool = poolOf({ startsPerMinute: { lab: 2, address: 1000 } });
  const starting = pool.start(orderOf('a', QUIET), NOTHING);
  await expect(pool.start(orderOf('a', QUIET), NOTHING)).rejects.toThrow('starting already');
  await starting;
  await pool.start(orderOf('a', QUIET), NOTHING);
  await expect(pool.start(orderOf('a', QUIET), NOTHING)).rejects.toThrow(
    'A lab may start 2 programs a minute',
  );
  await pool.start(orderOf('b', QUIET), NOTHING);
});

test('an address starts a bounded number of programs in a minute', async () => {
  const pool = poolOf({ startsPerMinute: { lab: 10, address: 2 } });
  for (const lab of ['a', 'b']) await pool.start(orderOf(lab, QUIET), NOTHING);
  await expect(pool.start(orderOf('c', QUIET), NOTHING)).rejects.toThrow(
    'Your address may start 2 programs a minute',
  );
});
