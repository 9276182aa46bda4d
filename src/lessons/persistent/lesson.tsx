import { defineLesson } from '../define';
import { about } from './about';
import { blockingStep } from './blocking-step';
import { challengeStep } from './challenge-step';
import { idleStep } from './idle-step';
import { keepStep } from './keep-step';
import { recap } from './recap';
import { waysStep } from './ways-step';

export default defineLesson({
  ...about,
  steps: [keepStep, waysStep, blockingStep, idleStep, challengeStep],
  recap,
});
