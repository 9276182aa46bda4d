import type { Recap } from '../define';
import { eventsIn, sessionsIn } from '../parts/socket-io';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { BROADCAST } from './broadcast-step';
import { hasAdmin, hasMain, NAMESPACE } from './namespace-step';

export const recap: Recap = {
  inOneSentence:
    'The server chooses who gets an event, by client, by room or by namespace, and sends each of them a packet of its own; only the server knows the rooms, and namespaces share one connection.',
  commonMistake: {
    mistake:
      'emit at the server goes to everyone; clients put themselves into rooms; a namespace is a second connection.',
    Evidence() {
      const { run } = useLesson();
      const news = eventsIn(run.tasks.traffic(BROADCAST), 'server', 'news');
      const namespace = run.tasks.traffic(NAMESPACE);
      const isOneSession = hasMain(namespace) && sessionsIn(namespace).length === 1 && hasAdmin(namespace);
      return (
        <p>
          {news.length > 0 ? (
            <>
              In your run the server sent {inWords(news.length)}{' '}
              <Phrase unit={news[0]?.unit}>{news.length === 1 ? 'packet' : 'packets'}</Phrase> with its news,
              each to one client.{' '}
            </>
          ) : (
            'A broadcast is one packet for each client that gets it. '
          )}
          No packet of Socket.IO has a field for a room.
          {isOneSession && ' And your CONNECT to /admin went over the connection that was already there.'}
        </p>
      );
    },
  },
};
