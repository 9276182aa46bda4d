import { defineLesson } from '../define';
import { about } from './about';
import { bothStep } from './both-step';
import { challengeStep } from './challenge-step';
import { pairsStep } from './pairs-step';
import { pollingStep } from './polling-step';
import { recap } from './recap';

export default defineLesson({
  ...about,
  steps: [bothStep, pollingStep, pairsStep, challengeStep],
  recap,
});
