import { defineLesson } from '../define';
import { about } from './about';
import { buildStep } from './build-step';
import { challengeStep } from './challenge-step';
import { headerStep } from './header-step';
import { lengthStep } from './length-step';
import { maskStep } from './mask-step';
import { recap } from './recap';

export default defineLesson({
  ...about,
  steps: [headerStep, lengthStep, maskStep, buildStep, challengeStep],
  recap,
});
