import { defineLesson } from '../define';
import { about } from './about';
import { acceptStep } from './accept-step';
import { breakStep } from './break-step';
import { byHandStep } from './by-hand-step';
import { challengeStep } from './challenge-step';
import { recap } from './recap';
import { requestStep } from './request-step';
import { switchStep } from './switch-step';

export default defineLesson({
  ...about,
  steps: [switchStep, requestStep, acceptStep, breakStep, byHandStep, challengeStep],
  recap,
});
