import type { Recap } from '../define';
import { milliseconds, Phrase } from '../prose';
import { exchangesOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { KEPT } from './ends-step';

export const recap: Recap = {
  inOneSentence:
    'With a connection for every request, each object costs two round trips, one to connect and one to ask, and each request leaves from a port of its own.',
  commonMistake: {
    mistake: 'HTTP always closes: the response ends, so the connection ends.',
    Evidence() {
      const { run } = useLesson();
      const [first, second] = exchangesOf(run.tasks.traffic(KEPT));
      if (!first?.response || !second || first.connection.id !== second.connection.id) {
        return (
          <p>
            A response ends where its Content-Length says. Do the second step, and two requests of yours on
            one connection appear here as evidence.
          </p>
        );
      }
      const { connection } = second;
      const end = connection.ends.at(-1);
      return (
        <p>
          <Phrase unit={first.response}>Your first response</Phrase> was complete, and{' '}
          {milliseconds(first.response.until, second.request.at)} later the same connection, port{' '}
          {connection.client.port}, carried <Phrase unit={second.request}>the second request</Phrase>.{' '}
          {end
            ? `${end.by === 'server' ? 'The server' : 'The client'} ended it ${milliseconds(second.request.at, end.at)} after that request. Neither response had ended it.`
            : 'It is still open now, with nothing to carry.'}
        </p>
      );
    },
  },
};
