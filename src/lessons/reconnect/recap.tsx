import type { Recap } from '../define';
import { inWords } from '../prose';
import { useLesson } from '../use-lesson';
import { MISSED } from './missed-step';
import { ticksOf } from './ticks';

export const recap: Recap = {
  inOneSentence:
    'A cut is noticed by a reset or by a missing heartbeat; the client comes back by itself, with a backoff, and sends what it kept; what the server emitted meanwhile is lost unless the server was told to keep it.',
  commonMistake: {
    mistake: 'Socket.IO guarantees delivery, and socket.id stays the same.',
    Evidence() {
      const { run } = useLesson();
      const ticks = ticksOf(run.tasks.traffic(MISSED));
      if (!ticks) return <p>Do the first step, and its numbers appear here.</p>;
      return (
        <p>
          In the first step {inWords(ticks.missed)} {ticks.missed === 1 ? 'tick was' : 'ticks were'} lost
          between {ticks.before} and {ticks.after}, and the client came back under{' '}
          {ticks.isSameId ? 'the same id' : 'another id'}. By default an event is delivered at most once.
        </p>
      );
    },
  },
};
