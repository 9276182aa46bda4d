import type { Recap } from '../define';
import { inWords, milliseconds } from '../prose';
import { useLesson } from '../use-lesson';
import { missingCrossing } from './goals';
import { measureBurst, textFrames } from './ways';

export const recap: Recap = {
  inOneSentence:
    'On an upgraded connection both sides send whenever they have something to say: no turns, no pairs of question and answer, and no promise that what was sent has arrived.',
  commonMistake: {
    mistake: 'The server can only answer.',
    Evidence() {
      const { run } = useLesson();
      const traffic = run.tasks.traffic('burst');
      const measures = measureBurst(traffic);
      const said = textFrames(traffic, 'server');
      if (!measures) {
        return (
          <p>
            The server can send messages that nobody asked for. Do the first step, and the evidence appears
            here with your own times.
          </p>
        );
      }
      return (
        <p>
          In the first step the server sent {inWords(said.length)} messages that nobody had asked for
          {missingCrossing(traffic) === null && ', while yours were still on their way'}: the messages of both
          sides had all arrived after {milliseconds(0, measures.tookMicros)}. An answer could not have left
          before its question had arrived.
        </p>
      );
    },
  },
};
