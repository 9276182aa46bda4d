import { lessonCode } from '../../code/lesson-code';
import { defineLesson } from '../define';
import { about } from './about';
import { askStep } from './ask-step';
import { challengeStep } from './challenge-step';
import { lostStep } from './lost-step';
import { orderStep } from './order-step';
import { recap } from './recap';
import { retriesStep } from './retries-step';

export default defineLesson({
  ...about,
  code: lessonCode,
  steps: [askStep, orderStep, lostStep, retriesStep, challengeStep],
  recap,
});
