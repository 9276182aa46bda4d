import { expect, it } from 'vitest';
import { canChange, unlock } from './change-answer';
import { act, begin } from './testing/begin';

it('lets a locked answer be changed until something could answer the question', async () => {
  const { run } = begin();
  expect(canChange(run, 'ask')).toBe(false);
  run.choose('ask', 'missing');
  run.lockIn('ask');
  expect(canChange(run, 'ask')).toBe(true);
  unlock(run, 'ask');
  expect(run.progress.ofTask('ask').answer).toBeNull();
  expect(run.choiceOf('ask')).toBe('missing');
  run.choose('ask', 'found');
  run.lockIn('ask');
  const asked = run.tasks.restart('ask', act);
  expect(canChange(run, 'ask')).toBe(false);
  await asked;
  unlock(run, 'ask');
  expect(run.progress.ofTask('ask')).toMatchObject({ answer: 'found', wire: 'found' });
});
