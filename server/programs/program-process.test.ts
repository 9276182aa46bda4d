import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../limits';
import { serverBundle } from './bundle';
import { FatalError, type ProcessLimits, ProgramProcess, type Started } from './program-process';

const { programs } = DEFAULT_LIMITS;
const GUEST = await serverBundle();
const QUIET = "io.on('connection', () => {});";
const ENDLESS = '\nfor (;;) {}';
/** Neither the clock nor fuel ends a turn: only the parent can. */
const UNBOUNDED: ProcessLimits = {
  ...programs,
  silentMs: 1500,
  program: { ...programs.program, turnMs: 3_600_000, fuel: 2 ** 31 - 1 },
};

/** A process, and the events of its programs by their numbers. */
function makeProcess(limits: ProcessLimits = programs) {
  const news: string[] = [];
  let look = () => {};
  const tell = (what: string) => {
    news.push(what);
    look();
  };
  const made = new ProgramProcess(limits, GUEST, () => tell('died'));
  onTestFinished(() => made.close());
  return {
    made,
    news,
    start: (number: number, code: string): Promise<Started> =>
      made.start(
        number,
        { code, options: {} },
        {
          turn: ({ stop }) => tell(`${number} ${stop ? 'stopped' : 'turn'}`),
          lost: () => tell(`${number} lost`),
        },
      ),
    until: (count: number) =>
      new Promise<void>((resolve) => {
        look = () => news.length >= count && resolve();
        look();
      }),
  };
}

test('when a process dies, its programs are lost, and one that it should start is not started', async () => {
  const { made, news, start, until } = makeProcess();
  for (const number of [1, 2]) await start(number, QUIET);
  process.kill(made.pid!, 'SIGKILL');
  const third = start(3, QUIET);
  await expect(third).rejects.toThrow('try again');
  await until(5);
  expect(news).toEqual(['1 turn', '2 turn', 'died', '1 lost', '2 lost']);
  expect(made.isOver).toBe(true);
});

test('a message from a process that makes code throw ends that process and nothing else', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => logged.mockRestore());
  const made = new ProgramProcess(programs, GUEST, () => undefined);
  onTestFinished(() => made.close());
  await made.start(
    1,
    { code: QUIET, options: {} },
    {
      turn: () => {
        throw new TypeError('forged');
      },
      lost: () => undefined,
    },
  );
  await made.ended;
  expect(String(logged.mock.calls[0])).toMatch(/process failed, and was ended: TypeError at /);
});

test('while many programs start, one that runs is answered in between', async () => {
  const { news, start, until } = makeProcess();
  const running = await start(1, QUIET);
  if ('fault' in running) throw new Error(running.fault.message);
  const slow = 'const until = performance.now() + 25; while (performance.now() < until);';
  const others = Array.from({ length: 12 }, (_, n) => n + 2);
  const started = others.map((number) => start(number, slow));
  await started[0];
  const before = news.length;
  running.send('{"kind":"timer","id":0}', []);
  await until(before + others.length);
  await Promise.all(started);
  expect(news.indexOf('1 turn', before) - before).toBeLessThan(4);
});

test('a silent process is ended: the program whose turn it was is stopped, and the others are lost', async () => {
  const { news, start, until } = makeProcess(UNBOUNDED);
  const endless = await start(1, `io.engine.on('connection_error', () => {${ENDLESS} });`);
  const other = await start(2, QUIET);
  if ('fault' in endless || 'fault' in other) throw new Error('a fault');
  // The others wait for the endless one.
  const request = { method: 'GET', url: '/', headers: {}, query: {}, address: '127.0.0.1', port: 1 };
  endless.send(JSON.stringify({ kind: 'connection_error', request, code: 1, message: '', context: {} }), []);
  const asking = setInterval(
    () => other.send('{"kind":"upgrade","session":"x","transport":"websocket"}', []),
    20,
  );
  onTestFinished(() => clearInterval(asking));
  while (!news.includes('2 lost')) await until(news.length + 1);
  expect(news.slice(-3)).toEqual(['died', '1 stopped', '2 lost']);
}, 60_000);

test('a program that brings down the process when it starts is refused', async () => {
  const { news, start, until } = makeProcess(UNBOUNDED);
  await start(1, QUIET);
  await expect(start(2, ENDLESS)).rejects.toBeInstanceOf(FatalError);
  await until(3);
  expect(news).toEqual(['1 turn', 'died', '1 lost']);
}, 60_000);

test('a process ends with its parent, however that ends', async () => {
  const script = `
import { ProgramProcess } from '${fileURLToPath(new URL('./program-process.ts', import.meta.url))}';
import { DEFAULT_LIMITS } from '${fileURLToPath(new URL('../limits.ts', import.meta.url))}';
import { serverBundle } from '${fileURLToPath(new URL('./bundle.ts', import.meta.url))}';
const made = new ProgramProcess(DEFAULT_LIMITS.programs, await serverBundle(), () => {});
await made.start(1, { code: 'setInterval(() => {}, 10)', options: {} }, { turn() {}, lost() {} });
console.log('runs');`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  await once(parent.stdout, 'data');
  const closed = once(parent, 'close');
  parent.kill('SIGKILL');
  // The child shares its error output, which closes when both have ended.
  await closed;
}, 60_000);

test('a process without programs ends after a while', async () => {
  const { made, start } = makeProcess({ ...programs, idleMs: 50 });
  const program = await start(1, QUIET);
  if ('fault' in program) throw new Error('a fault');
  const { pid } = made;
  program.end();
  await made.ended;
  expect(() => process.kill(pid!, 0)).toThrow('ESRCH');
});
