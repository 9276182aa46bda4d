import { expect, it } from 'vitest';
import type { Task } from './define';
import { chooseAnswer, makeMove, nextMove, openAnswers } from './remote';
import { ask, begin, goal, lesson, step } from './testing/begin';

const both = { ...lesson, steps: [step('one', [ask, goal]), step('two', []), step('three', [])] };
const nothing = () => {
  throw new Error('nothing on the page is touched');
};
const never = { press: nothing, reach: nothing };
const none = { toChange: null, isReached: false, hasButton: false, canPress: false };

it('an answer is chosen and locked in, the task is run, and then it goes on', async () => {
  const { run } = begin({}, undefined, both);
  expect(openAnswers(run)).toEqual(['found', 'missing']);
  expect(nextMove(run, false, none)).toBe('next step');
  chooseAnswer(run, 'another');
  expect(run.choiceOf('ask')).toBe('found');
  chooseAnswer(run, 'another');
  chooseAnswer(run, 0);
  expect(nextMove(run, false, none)).toBe('lock in');
  makeMove(run, 'lock in', never);
  expect(run.progress.ofTask('ask').answer).toBe('found');
  expect(openAnswers(run)).toEqual([]);
  expect(nextMove(run, false, none)).toBe('run');
  makeMove(run, 'run', never);
  expect(nextMove(run, false, none)).toBe('wait');
  await expect.poll(() => run.tasks.isBusy('ask')).toBe(false);
  expect(nextMove(run, false, none)).toBe('next task');
  makeMove(run, 'next task', never);
  // A challenge is not run, but shown, and the button says so.
  expect(nextMove(run, false, none)).toBe('show');
  makeMove(run, 'show', never);
  expect(run.tasks.isBusy('goal')).toBe(true);
});

it('a task whose control must be changed first leads to it until it is changed, then is run', () => {
  const { action: _, ...bare } = ask;
  const changed: Task = { ...bare, kind: 'experiment', until: () => false };
  const { run } = begin({}, undefined, {
    ...lesson,
    steps: [step('one', [changed]), step('two', []), step('three', [])],
  });
  run.progress.predict('ask', 'found');
  const control = { toChange: 'change it', isReached: false, hasButton: true, canPress: false };
  expect(nextMove(run, false, control)).toBe('by hand');
  const touched: string[] = [];
  const hands = {
    press: () => touched.push('pressed'),
    reach: ({ id }: Task) => touched.push(`reached ${id}`),
  };
  makeMove(run, 'by hand', hands);
  expect(nextMove(run, false, { ...control, isReached: true })).toBe('by hand');
  expect(nextMove(run, false, { ...control, isReached: true, canPress: true })).toBe('run');
  makeMove(run, 'run', hands);
  expect(touched).toEqual(['reached ask', 'pressed']);
  // Where no button makes the traffic, whoever was led there may go on.
  expect(nextMove(run, false, { ...control, hasButton: false })).toBe('by hand');
  expect(nextMove(run, false, { ...control, hasButton: false, isReached: true })).toBe('next step');
});

it('a task that is done is left for the next one of its step, and the last one for the next step', () => {
  const { run } = begin({}, undefined, both);
  run.progress.predict('ask', 'found');
  run.progress.note('ask', { isDone: true });
  run.progress.note('goal', { isDone: true });
  expect(nextMove(run, false, none)).toBe('next step');
  makeMove(run, 'next step', never);
  expect(run.progress.place).toBe(1);
});

it('a digit without an answer chooses nothing', () => {
  const { run } = begin();
  chooseAnswer(run, 3);
  expect(run.choiceOf('ask')).toBeNull();
});
