import { expect, it } from 'vitest';
import { chooseAnswer, makeMove, nextMove, openAnswers } from './remote';
import { ask, begin, goal, lesson, step } from './testing/begin';

const both = { ...lesson, steps: [step('one', [ask, goal]), step('two', []), step('three', [])] };
const never = () => {
  throw new Error('nothing on the page is pressed');
};

it('an answer is chosen and locked in, the task is run, and then it goes on', async () => {
  const { run } = begin({}, undefined, both);
  expect(openAnswers(run)).toEqual(['found', 'missing']);
  expect(nextMove(run, false)).toBe('next step');
  chooseAnswer(run, 'another');
  expect(run.choiceOf('ask')).toBe('found');
  chooseAnswer(run, 'another');
  chooseAnswer(run, 0);
  expect(nextMove(run, false)).toBe('lock in');
  makeMove(run, 'lock in', never);
  expect(run.progress.ofTask('ask').answer).toBe('found');
  expect(openAnswers(run)).toEqual([]);
  expect(nextMove(run, false)).toBe('run');
  makeMove(run, 'run', never);
  expect(nextMove(run, false)).toBe('wait');
  await expect.poll(() => run.tasks.isBusy('ask')).toBe(false);
  expect(nextMove(run, false)).toBe('next task');
  makeMove(run, 'next task', never);
  // A challenge is shown.
  expect(nextMove(run, false)).toBe('run');
});

it('a task that is done is left for the next one of its step, and the last one for the next step', () => {
  const { run } = begin({}, undefined, both);
  run.progress.predict('ask', 'found');
  run.progress.note('ask', { isDone: true });
  run.progress.note('goal', { isDone: true });
  expect(nextMove(run, false)).toBe('next step');
  makeMove(run, 'next step', never);
  expect(run.progress.place).toBe(1);
});

it('a digit without an answer chooses nothing', () => {
  const { run } = begin();
  chooseAnswer(run, 3);
  expect(run.choiceOf('ask')).toBeNull();
});
