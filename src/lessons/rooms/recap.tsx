import type { Recap } from '../define';
import { eventsIn } from '../parts/socket-io';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { BROADCAST } from './broadcast-step';

export const recap: Recap = {
  inOneSentence:
    'The server chooses who hears it, by client, by room or by namespace, and sends each of them a frame of its own; rooms are known to the server alone, and namespaces share one connection.',
  commonMistake: {
    mistake:
      'emit on the server goes to everyone; a room is a client’s thing; a namespace is a second connection.',
    Evidence() {
      const { run } = useLesson();
      const news = eventsIn(run.traffic(BROADCAST), 'server', 'news');
      return (
        <p>
          {news.length > 0 ? (
            <>
              Your broadcast was {inWords(news.length)} <Phrase unit={news[0]?.unit}>frames</Phrase> to chosen
              ports.{' '}
            </>
          ) : (
            'A broadcast is a frame for each of those it is for. '
          )}
          No packet of any client ever named a room, and /admin came and was refused on the WebSocket that was
          there.
        </p>
      );
    },
  },
};
