import { defineLesson } from '../define';
import { about } from './about';
import { challengeStep } from './challenge-step';
import { costStep } from './cost-step';
import { endsStep } from './ends-step';
import { portsStep } from './ports-step';
import { recap } from './recap';

export default defineLesson({
  ...about,
  steps: [portsStep, endsStep, costStep, challengeStep],
  recap,
});
