import { lessonCode } from '../../code/lesson-code';
import { defineLesson } from '../define';
import { about } from './about';
import { challengeStep } from './challenge-step';
import { doublesStep } from './doubles-step';
import { namesStep } from './names-step';
import { recap } from './recap';
import { refusedStep } from './refused-step';
import { severalStep } from './several-step';

export default defineLesson({
  ...about,
  code: lessonCode,
  steps: [namesStep, severalStep, doublesStep, refusedStep, challengeStep],
  recap,
});
