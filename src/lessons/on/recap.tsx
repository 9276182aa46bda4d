import type { Recap } from '../define';
import { eventsIn } from '../parts/socket-io';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { NAMES } from './names-step';

export const recap: Recap = {
  inOneSentence:
    'on registers a listener by name, at either end; every listener of that name runs, in order, for every event that comes, and an event that nobody listens to vanishes without a word.',
  commonMistake: {
    mistake: 'on receives everything; on is only for the server.',
    Evidence() {
      const { run } = useLesson();
      const lost = eventsIn(run.tasks.traffic(NAMES), 'client', 'mesage')[0];
      return (
        <p>
          {lost ? (
            <>
              Your <Phrase unit={lost.unit}>mesage</Phrase> arrived and made no line run.{' '}
            </>
          ) : (
            'An event whose name nobody knows makes no line run. '
          )}
          In the last step a listener of the client heard welcome: both ends listen, and both emit.
        </p>
      );
    },
  },
};
