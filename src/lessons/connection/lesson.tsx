import { defineLesson } from '../define';
import { about } from './about';
import { challengeStep } from './challenge-step';
import { clientsStep } from './clients-step';
import { lostStep } from './lost-step';
import { openStep } from './open-step';
import { recap } from './recap';
import { writesStep } from './writes-step';

export default defineLesson({
  ...about,
  steps: [openStep, clientsStep, writesStep, lostStep, challengeStep],
  recap,
});
