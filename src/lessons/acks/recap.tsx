import type { Recap } from '../define';
import { saidIn } from '../parts/programs';
import { acksIn } from '../parts/socket-io';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { ASK } from './ask-step';

export const recap: Recap = {
  inOneSentence:
    'A function at the end of emit waits under a number; the acknowledgement with that number, sent by the other end’s code when and if it likes, calls it.',
  commonMistake: {
    mistake: 'An acknowledgement means that it was stored; none means that it was not.',
    Evidence() {
      const { run } = useLesson();
      const stored = saidIn(run.tasks.traffic('cut'), 'server').find((text) => text.startsWith('stored'));
      const ack = acksIn(run.tasks.traffic(ASK), 'server')[0];
      return (
        <p>
          {stored
            ? `Under the cut cable the server printed “${stored}”, and your client got an error.`
            : 'Under a cut cable the server stores, and the client gets an error.'}{' '}
          And the <Phrase unit={ack?.unit}>acknowledgement</Phrase> of the first step says that a line called{' '}
          <code>answer</code>, whatever had been done before it.
        </p>
      );
    },
  },
};
