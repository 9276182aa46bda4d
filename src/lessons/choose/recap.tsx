import type { Recap } from '../define';
import { useLesson } from '../use-lesson';
import { TWO, TwoCompared } from './two-task';
import { waysIn } from './ways';
import { FIVE } from './ways-step';

export const recap: Recap = {
  inOneSentence:
    'Choose by who speaks, how often, and what must not be lost: a request for one answer, server-sent events for one direction, a WebSocket for two, and Socket.IO for what an application needs around its messages.',
  commonMistake: {
    mistake: 'Socket.IO is a faster WebSocket.',
    Evidence() {
      const { run } = useLesson();
      const traffic = [TWO, FIVE]
        .map((task) => run.tasks.traffic(task))
        .find((candidate) => waysIn(candidate, run).length >= 2);
      return (
        <>
          {traffic ? (
            <TwoCompared traffic={traffic} />
          ) : (
            <p>Do the first step, and both are compared here by your own run.</p>
          )}
          <p>
            After its upgrade, Socket.IO’s messages travel in WebSocket frames as well, with more bytes in
            each. Choose it for what it does, not for its speed.
          </p>
        </>
      );
    },
  },
};
