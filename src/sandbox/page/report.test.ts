import { afterEach, expect, it, vi } from 'vitest';
import type { FromFrame } from './messages';

afterEach(() => vi.restoreAllMocks());

/** A port that keeps what is posted, and a clock that stands until it is moved. */
async function reporting() {
  let nowMs = 5000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  vi.resetModules();
  const { createReport } = await import('./report');
  const posted: FromFrame[] = [];
  const report = createReport({
    postMessage: (message: FromFrame) => posted.push(message),
  } as unknown as MessagePort);
  return { report, posted, pass: (ms: number) => (nowMs += ms) };
}

it('a flood of lines is left out for the rest of its second, but never a sign of life', async () => {
  const { report, posted, pass } = await reporting();
  for (let at = 0; at < 3000; at++) report.say('log', `line ${at}`, 1);
  expect([posted.length, report.hasRoom()]).toEqual([500, false]);
  report.tell({ kind: 'alive' });
  expect(posted.at(-1)).toEqual({ kind: 'alive' });
  pass(1000);
  report.say('log', 'afterwards', 1);
  expect(posted.at(-1)).toMatchObject({ text: 'afterwards' });
});

it('long lines are cut', async () => {
  const { report, posted } = await reporting();
  report.say('log', 'a'.repeat(5000), 1);
  expect(posted).toMatchObject([{ text: `${'a'.repeat(2000)}…` }]);
});
