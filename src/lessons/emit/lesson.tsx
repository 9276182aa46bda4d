import { lessonCode } from '../../code/lesson-code';
import { defineLesson } from '../define';
import { about } from './about';
import { bytesStep } from './bytes-step';
import { challengeStep } from './challenge-step';
import { dataStep } from './data-step';
import { lineStep } from './line-step';
import { recap } from './recap';
import { returnsStep } from './returns-step';

export default defineLesson({
  ...about,
  code: lessonCode,
  steps: [lineStep, dataStep, bytesStep, returnsStep, challengeStep],
  recap,
});
