import { describe, expect, it } from 'vitest';
import { currentTaskOf } from './current-task';
import { defineLesson, type Task } from './define';
import { makeMove, nextMove } from './remote';
import { act, ask, begin, goal, lesson, step } from './testing/begin';

const none = { toChange: null, isReached: false, hasButton: false, canPress: false };
const extra: Task = { ...goal, title: 'The goal', isOptional: true };
const withExtra = { ...lesson, steps: [step('one', [ask, extra]), step('two', []), step('three', [])] };

const withQuestions = {
  ...lesson,
  steps: [
    step('one', [
      ask,
      { ...ask, id: 'more', title: 'More', isOptional: true as const },
      { ...ask, id: 'most', title: 'Most', isOptional: true as const },
    ]),
    step('two', []),
    step('three', []),
  ],
};
const nothing = () => {};
const never = { press: nothing, reach: nothing };

/** A run whose first step is done, but for what is optional. */
async function beginDone() {
  const { run } = begin({}, undefined, withExtra);
  run.progress.predict('ask', 'found');
  await run.tasks.restart('ask', act);
  return run;
}

describe('an optional task', () => {
  it('is not waited for', async () => {
    const run = await beginDone();
    const [first] = withExtra.steps;
    expect(run.progress.isStepDone(first!)).toBe(true);
    expect(run.progress.stored.steps).toEqual({ done: 3, inAll: 3 });
    expect(currentTaskOf(run, first!).id).toBe('ask');
    expect(nextMove(run, false, none)).toBe('next step');
  });

  it('is what the step is at while it is unfolded', async () => {
    const run = await beginDone();
    run.unfold('goal');
    expect(currentTaskOf(run, withExtra.steps[0]!).id).toBe('goal');
    expect(nextMove(run, false, none)).toBe('show');
    run.unfold('goal', false);
    expect(currentTaskOf(run, withExtra.steps[0]!).id).toBe('ask');
  });

  it('that is unfolded is gone to before its question is passed over', async () => {
    const { run } = begin({}, undefined, withQuestions);
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    run.unfold('more');
    const at = { ...none, isReached: false };
    expect(nextMove(run, false, at)).toBe('next task');
    expect(nextMove(run, false, { ...at, isReached: true })).toBe('next step');
    run.choose('more', 'found');
    expect(nextMove(run, false, at)).toBe('lock in');
  });

  it('that was done just now is looked at before the next one that is unfolded', async () => {
    const { run } = begin({}, undefined, withQuestions);
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    run.unfold('more');
    run.unfold('most');
    const step = withQuestions.steps[0]!;
    run.progress.predict('more', 'found');
    await run.tasks.restart('more', act);
    expect(currentTaskOf(run, step).id).toBe('more');
    expect(nextMove(run, false, none)).toBe('next task');
    makeMove(run, 'next task', never);
    expect(currentTaskOf(run, step).id).toBe('most');
    expect(nextMove(run, false, none)).toBe('next task');
    makeMove(run, 'next task', never);
    expect(run.isLeft('most')).toBe(false);
  });

  it('is gone on to by unfolding it, from another one that is done', async () => {
    const { run } = begin({}, undefined, withQuestions);
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    run.unfold('more');
    run.progress.predict('more', 'found');
    await run.tasks.restart('more', act);
    run.unfold('most');
    expect(currentTaskOf(run, withQuestions.steps[0]!).id).toBe('most');
  });

  it('is folded again by leaving the step, and by starting it again', async () => {
    const run = await beginDone();
    run.unfold('goal');
    run.goTo(1);
    run.goTo(0);
    expect(run.isUnfolded('goal')).toBe(false);
    run.unfold('goal');
    run.resetStep();
    expect(run.isUnfolded('goal')).toBe(false);
  });

  it('has a title, and comes after what is not optional', () => {
    const change = (tasks: readonly Task[]) => () =>
      defineLesson({ ...lesson, steps: [step('one', tasks), step('two', []), step('three', [])] });
    expect(change([ask, extra])).not.toThrow();
    expect(change([extra, ask])).toThrow(/follows one that is not/);
    expect(change([{ ...ask, id: 'a' }, extra, ask])).toThrow(/optional tasks come last/);
    expect(change([ask, { ...goal, isOptional: true }])).toThrow(/has a title/);
  });
});
