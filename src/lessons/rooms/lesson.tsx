import { lessonCode } from '../../code/lesson-code';
import { defineLesson } from '../define';
import { about } from './about';
import { broadcastStep } from './broadcast-step';
import { challengeStep } from './challenge-step';
import { namespaceStep } from './namespace-step';
import { privateStep } from './private-step';
import { recap } from './recap';
import { roomStep } from './room-step';

export default defineLesson({
  ...about,
  code: lessonCode,
  steps: [broadcastStep, roomStep, privateStep, namespaceStep, challengeStep],
  recap,
});
