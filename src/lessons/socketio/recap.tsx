import type { Recap } from '../define';
import { enginePackets, socketIoPackets } from '../parts/socket-io';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { CONNECT } from './connect-step';

export const recap: Recap = {
  inOneSentence:
    'Socket.IO puts named events into the packets of Engine.IO, which keeps one session over HTTP long polling or a WebSocket, begins with the first, and upgrades to the second where it is let.',
  commonMistake: {
    mistake: 'Socket.IO is a WebSocket implementation.',
    Evidence() {
      const { run } = useLesson();
      const traffic = run.tasks.traffic(CONNECT);
      const opened = enginePackets(traffic, 'open')[0];
      const early = socketIoPackets(traffic).filter(({ transport }) => transport === 'polling');
      if (!opened || early.length === 0) {
        return <p>Your sessions began over HTTP. Do the first step, and its bytes appear here.</p>;
      }
      return (
        <p>
          In the first step the <Phrase unit={opened}>session</Phrase> and {inWords(early.length)} Socket.IO{' '}
          {early.length === 1 ? 'packet' : 'packets'} had passed over HTTP before there was any WebSocket;
          with WebSocket blocked, all of them did. And a plain WebSocket that spoke to it was sent away.
        </p>
      );
    },
  },
};
