import { defineLesson } from '../define';
import { about } from './about';
import { challengeStep } from './challenge-step';
import { eventsStep } from './events-step';
import { longStep } from './long-step';
import { recap } from './recap';
import { shortStep } from './short-step';

export default defineLesson({
  ...about,
  steps: [shortStep, longStep, eventsStep, challengeStep],
  recap,
});
