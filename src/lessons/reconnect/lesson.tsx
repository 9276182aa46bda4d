import { lessonCode } from '../../code/lesson-code';
import { defineLesson } from '../define';
import { about } from './about';
import { backoffStep } from './backoff-step';
import { bufferStep } from './buffer-step';
import { missedStep } from './missed-step';
import { recap } from './recap';
import { recoverStep } from './recover-step';
import { silenceStep } from './silence-step';

export default defineLesson({
  ...about,
  code: lessonCode,
  steps: [missedStep, silenceStep, backoffStep, bufferStep, recoverStep],
  recap,
});
