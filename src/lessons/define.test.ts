import { describe, expect, it } from 'vitest';
import { defineLesson, type Step } from './define';
import { ask, lesson, step } from './testing/begin';

describe('the definition of a lesson', () => {
  const change = (steps: readonly Step[]) => () => defineLesson({ ...lesson, steps });

  it('is rejected when the lesson has the wrong shape', () => {
    expect(change([step('one', [])])).toThrow(/3 to 7 steps/);
    const figure: Step = { ...step('one', [ask]), picture: 'figure' };
    expect(change([figure, step('two', []), step('three', [])])).toThrow(/a figure needs a drawing/);
    expect(change([step('one', [ask]), step('two', [ask]), step('three', [])])).toThrow(/two tasks ask/);
    expect(change([step('one', []), step('two', []), step('three', [], 'ask')])).toThrow(/no earlier task/);
    const single = { ...ask, prediction: { ...ask.prediction!, answers: { found: '200' } } };
    expect(change([step('one', [single]), step('two', []), step('three', [])])).toThrow(/2 to 4 answers/);
    const numbered = { ...ask, prediction: { ...ask.prediction!, answers: { 200: '200', 404: '404' } } };
    expect(change([step('one', [numbered]), step('two', []), step('three', [])])).toThrow(
      /“200” is not the key/,
    );
  });
});
