import { lessonCode } from '../../code/lesson-code';
import { defineLesson } from '../define';
import { about } from './about';
import { connectStep } from './connect-step';
import { historyStep } from './history-step';
import { namesStep } from './names-step';
import { recap } from './recap';
import { roomsStep } from './rooms-step';
import { safeStep } from './safe-step';
import { sayStep } from './say-step';
import { typingStep } from './typing-step';

export default defineLesson({
  ...about,
  code: lessonCode,
  steps: [connectStep, sayStep, namesStep, roomsStep, typingStep, historyStep, safeStep],
  recap,
});
