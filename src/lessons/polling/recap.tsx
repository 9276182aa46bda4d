import type { Recap } from '../define';
import { deliveriesOf } from '../parts/news';
import { inWords, milliseconds } from '../prose';
import { useLesson } from '../use-lesson';

export const recap: Recap = {
  inOneSentence:
    'Over HTTP news comes only as an answer: to many questions, to one that the server holds, or as a body that never ends.',
  commonMistake: {
    mistake: 'Long polling is a push: keep-alive lets the server send when it wants.',
    Evidence() {
      const { run } = useLesson();
      const news = deliveriesOf(run.tasks.traffic('long'));
      const [first] = news;
      if (!first) {
        return (
          <p>
            Each piece of news was the answer to a request that had come before it. Do the second step, and
            your own times appear here.
          </p>
        );
      }
      return (
        <p>
          All {inWords(news.length)} answers of your long polling had a request before them: the first came{' '}
          {milliseconds(first.exchange.request.until, first.happenedAt)} before the news happened, and lay at
          the server until then. The connection on port {first.exchange.connection.client.port} was open all
          the time. The server could have written on it; without a request that it had not answered yet, it
          was not allowed to (RFC 9112 §9.2).
        </p>
      );
    },
  },
};
