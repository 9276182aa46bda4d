import { defineLesson } from '../define';
import { about } from './about';
import { byHandStep } from './by-hand-step';
import { challengeStep } from './challenge-step';
import { compressionStep } from './compression-step';
import { fragmentsStep } from './fragments-step';
import { pingStep } from './ping-step';
import { recap } from './recap';

export default defineLesson({
  ...about,
  steps: [fragmentsStep, byHandStep, pingStep, compressionStep, challengeStep],
  recap,
});
