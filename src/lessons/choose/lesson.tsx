import { defineLesson } from '../define';
import { about } from './about';
import { onceStep } from './once-step';
import { recap } from './recap';
import { situationsStep } from './situations-step';
import { tipStep } from './tip-step';
import { waysStep } from './ways-step';

export default defineLesson({
  ...about,
  steps: [waysStep, onceStep, tipStep, situationsStep],
  recap,
});
