import type { Recap } from '../define';
import { enginePackets, eventsIn, socketIoPackets } from '../parts/socket-io';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { BLOCKED } from './blocked-step';
import { CONNECT } from './connect-step';
import { PLAIN } from './mixups-step';

export const recap: Recap = {
  inOneSentence:
    'Socket.IO puts named events into the packets of Engine.IO, which keeps one session over HTTP long polling or a WebSocket; by default it begins with the first and upgrades to the second where it can.',
  commonMistake: {
    mistake: 'Socket.IO is a WebSocket implementation.',
    Evidence() {
      const { run } = useLesson();
      const traffic = run.tasks.traffic(CONNECT);
      const opened = enginePackets(traffic, 'open')[0];
      const early = socketIoPackets(traffic).filter(({ transport }) => transport === 'polling');
      const overHttp = eventsIn(run.tasks.traffic(BLOCKED), 'server').filter(
        ({ transport }) => transport === 'polling',
      );
      const isTurnedAway = run.tasks.traffic(PLAIN).calls.some(({ kind }) => kind === 'close');
      if (!opened || early.length === 0) {
        return <p>Do the first step, and what passed before its WebSocket appears here.</p>;
      }
      return (
        <p>
          In the first step the <Phrase unit={opened}>session</Phrase> and {inWords(early.length)} Socket.IO{' '}
          {early.length === 1 ? 'packet' : 'packets'} passed over HTTP.
          {overHttp.length > 0 && ' With WebSocket blocked, an event of yours arrived without any frame.'}
          {isTurnedAway && ' And a plain WebSocket that said hello to the server was closed.'}
        </p>
      );
    },
  },
};
