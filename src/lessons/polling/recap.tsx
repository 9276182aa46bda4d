import type { Recap } from '../define';
import { deliveriesOf } from '../parts/news';
import { inWords, milliseconds, Phrase } from '../prose';
import { useLesson } from '../use-lesson';

export const recap: Recap = {
  inOneSentence:
    'Over HTTP, news comes only as an answer: to one of many questions, to a question that the server holds, or in a body that does not end.',
  commonMistake: {
    mistake: 'Long polling is a push: keep-alive lets the server send when it wants.',
    Evidence() {
      const { run } = useLesson();
      const news = deliveriesOf(run.tasks.traffic('long'));
      // One that the server had to hold: news may also have happened before it was asked for.
      const held = news.find(({ exchange, happenedAt }) => happenedAt > exchange.request.until);
      if (!held) {
        return (
          <p>
            Each piece of news is the answer to a request that came before it. Do the second step, and your
            own times appear here.
          </p>
        );
      }
      return (
        <p>
          All {inWords(news.length)} pieces of news in your long polling answered a request.{' '}
          <Phrase unit={held.exchange.request}>This request</Phrase> came{' '}
          {milliseconds(held.exchange.request.until, held.happenedAt)} before there was news for it, and lay
          at the server until then. However long port {held.exchange.connection.client.port} stays open, bytes
          that answer no request are not a response (RFC 9112 §9.2).
        </p>
      );
    },
  },
};
