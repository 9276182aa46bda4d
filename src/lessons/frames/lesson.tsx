import { defineLesson } from '../define';
import { about } from './about';
import { buildStep } from './build-step';
import { challengeStep } from './challenge-step';
import { headerStep } from './header-step';
import { lengthStep } from './length-step';
import { maskStep } from './mask-step';
import { recap } from './recap';
import { typesStep } from './types-step';

export default defineLesson({
  ...about,
  steps: [headerStep, lengthStep, maskStep, typesStep, buildStep, challengeStep],
  recap,
});
