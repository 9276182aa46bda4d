import type { Recap } from '../define';
import { saidIn } from '../parts/programs';
import { acksIn } from '../parts/socket-io';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { ASK } from './ask-step';

export const recap: Recap = {
  inOneSentence:
    'A function at the end of emit waits under a number, until an acknowledgement with that number calls it; the other end’s code sends that when it likes, if at all.',
  commonMistake: {
    mistake: 'An acknowledgement means that the event was stored; no acknowledgement means that it was not.',
    Evidence() {
      const { run } = useLesson();
      const cut = run.tasks.traffic('cut');
      const stored = saidIn(cut, 'server').find((text) => text.startsWith('stored'));
      const error = saidIn(cut, 'client').find(
        (text) => text.startsWith('three') && !text.includes('answered'),
      );
      const ack = acksIn(run.tasks.traffic(ASK), 'server')[0];
      return (
        <p>
          {stored && error
            ? `Before the cut the server printed “${stored}”, and your client got an error: “${error}”.`
            : 'In the step “When no answer comes”, a server can store an event for which its client gets an error.'}{' '}
          And an <Phrase unit={ack?.unit}>acknowledgement</Phrase> only says that a line called the function,
          whatever was done before it.
        </p>
      );
    },
  },
};
