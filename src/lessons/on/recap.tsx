import type { Recap } from '../define';
import { heardIn } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { NAMES } from './names-step';

export const recap: Recap = {
  inOneSentence:
    'on registers a listener for a name, at either end; all listeners of that name run, in order, for each event that comes, and an event that nobody listens to is dropped without an error.',
  commonMistake: {
    mistake: 'on receives everything; on is only for the server.',
    Evidence() {
      const { run } = useLesson();
      const names = run.tasks.traffic(NAMES);
      const isHeard = heardIn(names, 'server', 'mesage').length > 0;
      const lost = isHeard ? undefined : eventsIn(names, 'client', 'mesage')[0];
      const welcomed = heardIn(run.tasks.traffic('welcome'), 'client', 'welcome').length > 0;
      return (
        <p>
          {lost ? (
            <>
              Your <Phrase unit={lost.unit}>mesage</Phrase> arrived and made no line run.{' '}
            </>
          ) : (
            'An event that nobody listens to makes no line run. '
          )}
          {welcomed
            ? 'In the last step a listener of the client heard welcome: both ends listen, and both emit.'
            : 'Both ends listen, and both emit: in the last step you write a listener for the client.'}
        </p>
      );
    },
  },
};
