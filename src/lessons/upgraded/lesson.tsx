import { defineLesson } from '../define';
import { about } from './about';
import { backStep } from './back-step';
import { challengeStep } from './challenge-step';
import { endStep } from './end-step';
import { portStep } from './port-step';
import { recap } from './recap';

export default defineLesson({
  ...about,
  steps: [portStep, endStep, backStep, challengeStep],
  recap,
});
