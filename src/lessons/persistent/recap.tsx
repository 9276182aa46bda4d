import type { Recap } from '../define';
import { milliseconds, Phrase } from '../prose';
import { exchangesOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { IDLE } from './idle-step';

export const recap: Recap = {
  inOneSentence:
    'HTTP/1.1 keeps its connections open by default, which saves the round trip of opening them; on each of them, requests are still answered in turn.',
  commonMistake: {
    mistake: 'Keep-alive is WebSocket: the line stays open, so the server can send when it wants.',
    Evidence() {
      const { run } = useLesson();
      const exchange = exchangesOf(run.tasks.traffic(IDLE)).at(-1);
      const end = exchange?.connection.ends.find(({ by }) => by === 'server');
      if (!exchange?.response || !end) {
        return (
          <p>
            The connection stays open, but the server still has nothing to answer. Do the fourth step, and
            your own idle connection appears here as evidence.
          </p>
        );
      }
      return (
        <p>
          Your connection from port {exchange.connection.client.port} was open for{' '}
          {milliseconds(exchange.response.until, end.at)} after{' '}
          <Phrase unit={exchange.response}>the answer</Phrase>. Its socket would have taken bytes at any
          moment, and the server wrote none: your browser must not take them for a response, since no request
          was open (RFC 9112 §9.2). All that was left for the server was to end the connection.
        </p>
      );
    },
  },
};
