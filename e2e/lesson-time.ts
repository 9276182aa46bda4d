import type { Page } from '@playwright/test';
import type { Lesson } from '../src/lessons';

/** Words of technical text that a beginner reads in a minute, with what they point at on the stage. */
const WORDS_A_MINUTE = 130;
/** What it takes besides reading: to think about a question, to watch what an action does, to find out how a goal is met. */
const QUESTION_MINUTES = 0.3;
const ACTION_MINUTES = 0.3;
const GOAL_MINUTES = 1.2;

/** The words of the step that is shown, with all that it has said by now; without what is folded. */
export function wordsOf(page: Page): Promise<number> {
  return page.locator('[data-scroll]').evaluate((column) => {
    const read = column.cloneNode(true) as Element;
    for (const folded of read.querySelectorAll('details, nav')) folded.remove();
    return (read.textContent ?? '').split(/\s+/).filter((word) => /\w/.test(word)).length;
  });
}

/** How many minutes a beginner takes for a lesson with so many words, without what is optional. */
export function minutesFor({ steps }: Lesson, words: number): number {
  const tasks = steps.flatMap((step) => step.tasks).filter(({ isOptional }) => !isOptional);
  const goals = tasks.filter(({ kind }) => kind === 'challenge').length;
  const questions = tasks.filter(({ prediction }) => prediction).length;
  return (
    words / WORDS_A_MINUTE +
    QUESTION_MINUTES * questions +
    ACTION_MINUTES * (tasks.length - goals) +
    GOAL_MINUTES * goals
  );
}
