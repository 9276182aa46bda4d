import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Recording } from '../../capture/recording/recording';
import { untilRan } from './programs';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hasLog = ({ capture }: Recording) => capture.code.some(({ kind }) => kind === 'log') || undefined;

it('what programs do is waited for', async () => {
  const recording = new Recording();
  const done = untilRan(recording, () => hasLog(recording), 'nothing was printed');
  recording.code(1, { end: 'server', kind: 'log', text: 'stored' });
  expect(await done).toBe(true);
});

it('what they never do is given up with a sentence', async () => {
  const recording = new Recording();
  const done = untilRan(recording, () => hasLog(recording), 'nothing was printed');
  const refused = expect(done).rejects.toThrow('The cable was not cut: within 10 s, nothing was printed.');
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
});
