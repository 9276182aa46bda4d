import type { Recap } from '../define';
import { inWords, milliseconds } from '../prose';
import { useLesson } from '../use-lesson';
import { measureBurst } from './ways';

export const recap: Recap = {
  inOneSentence:
    'On an upgraded connection both sides send whenever they have something to say: no turns, no pairs of question and answer, and no promise that what was sent has arrived.',
  commonMistake: {
    mistake: 'The server can only answer.',
    Evidence() {
      const { run } = useLesson();
      const traffic = run.tasks.traffic('burst');
      const measures = measureBurst(traffic);
      const said = traffic.units.filter(({ kind, sender }) => kind === 'text' && sender === 'server');
      const first = said[0];
      const arrived = traffic.units.find(({ kind, sender }) => kind === 'text' && sender === 'client');
      if (!measures || !first || !arrived) {
        return (
          <p>
            The server sent messages that nobody had asked for. Do the first step, and the evidence stands
            here with your own times.
          </p>
        );
      }
      return (
        <p>
          In the first step the server sent {inWords(said.length)} messages that nobody had asked for, while
          yours were still on their way: all of both sides were across after{' '}
          {milliseconds(0, measures.tookMicros)}. Had each been an answer, the last could not have left before
          the last question was there.
        </p>
      );
    },
  },
};
