import type { Recap } from '../define';
import { heardIn } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';

export const recap: Recap = {
  inOneSentence:
    'emit makes a packet of a name and arguments, as JSON with bytes beside it, hands it to the connection or keeps it until there is one, and returns at once: it does not wait for what becomes of it.',
  commonMistake: {
    mistake: 'emit returns the answer.',
    Evidence() {
      const { run } = useLesson();
      const hello = eventsIn(run.tasks.traffic('returns'), 'client', 'hello')[0];
      if (!hello) return <p>Do the step “What comes back?”, and its packet appears here.</p>;
      if (heardIn(run.tasks.traffic('returns'), 'server', 'hello').length > 0) {
        return (
          <p>
            In your run a listener heard your <Phrase unit={hello.unit}>hello</Phrase>. Whatever it returned,
            no packet brought that back, and emit had returned the socket long before.
          </p>
        );
      }
      return (
        <p>
          Your <Phrase unit={hello.unit}>hello</Phrase> reached a server with no listener of that name. No
          packet answered it, and emit had returned the socket long before.
        </p>
      );
    },
  },
};
