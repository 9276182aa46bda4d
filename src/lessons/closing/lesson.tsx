import { defineLesson } from '../define';
import { about } from './about';
import { challengeStep } from './challenge-step';
import { codesStep } from './codes-step';
import { goodbyeStep } from './goodbye-step';
import { heartbeatStep } from './heartbeat-step';
import { plugStep } from './plug-step';
import { recap } from './recap';

export default defineLesson({
  ...about,
  steps: [heartbeatStep, goodbyeStep, codesStep, plugStep, challengeStep],
  recap,
});
