import { defineLesson } from '../define';
import { about } from './about';
import { blockedStep } from './blocked-step';
import { challengeStep } from './challenge-step';
import { connectStep } from './connect-step';
import { layersStep } from './layers-step';
import { mixupsStep } from './mixups-step';
import { recap } from './recap';

export default defineLesson({
  ...about,
  steps: [connectStep, layersStep, blockedStep, mixupsStep, challengeStep],
  recap,
});
