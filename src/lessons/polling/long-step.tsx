import { definePrediction, type Step } from '../define';
import { deliveriesOf, measureNews, pollLong } from '../parts/news';
import { capitalised, inWords, milliseconds, outOf, Phrase, Term } from '../prose';
import { useLesson } from '../use-lesson';

const LONG = 'long';
const NEWS_EVERY_MS = 600;
const TIMES = 3;

export const longStep: Step = {
  id: 'long',
  title: 'What if the server took its time?',
  picture: 'ladder',
  Prose() {
    return (
      <>
        <p>
          Nothing forces a server to answer at once. In <Term of="long-polling">long polling</Term> it answers
          when there is something to say (RFC 6202 §2.1).
        </p>
        <p>Now there is news every {NEWS_EVERY_MS} ms on average.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: LONG,
      code: `for (let n = 0; n < ${TIMES}; n++) {\n  last = await ask('news?after=' + last + '&waitMs=20000')\n}`,
      prediction: definePrediction({
        question: 'Three pieces of news. Who sends first, each time?',
        answers: { server: 'The server, when it has news', browser: 'The browser, before there is news' },
        verdict: (traffic) => {
          const news = deliveriesOf(traffic);
          if (news.length < TIMES) return null;
          return news.every(({ exchange, writtenAt }) => exchange.request.at < writtenAt)
            ? 'browser'
            : 'server';
        },
      }),
      action: {
        label: 'Ask, and be patient',
        run: async (lab) => {
          await lab.makeNews({ everyMs: NEWS_EVERY_MS, count: 20 });
          await pollLong(lab, TIMES);
          await lab.makeNews({ everyMs: 0 });
        },
      },
      until: (traffic) => deliveriesOf(traffic).length >= TIMES,
      waiting: (traffic) =>
        measureNews(traffic).requests > 0
          ? `The server holds your request until there is news: ${outOf(deliveriesOf(traffic).length, TIMES)} so far.`
          : null,
      focus: (traffic) => {
        const unit = deliveriesOf(traffic)[0]?.exchange.response;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Pause while the cable says “server’s turn”. That is what people call push. It is a question with a late answer.',
    ask: 'What happens to news that comes between an answer and the next question?',
    answer:
      'It waits at the server, if the server keeps it: the next question must say what the client saw last, and is then answered at once. If the server keeps nothing, the news is lost.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(LONG);
  const [first] = deliveriesOf(traffic);
  const { requests, empty, latenessMicros } = measureNews(traffic);
  const pieces = deliveriesOf(traffic).length;
  if (!first || latenessMicros === null) return null;
  return (
    <p>
      <Phrase unit={first.exchange.request}>This request</Phrase> lay at the server for{' '}
      {milliseconds(first.exchange.request.until, first.writtenAt)};{' '}
      <Phrase unit={first.exchange.response}>its response</Phrase> left{' '}
      {milliseconds(first.happenedAt, first.writtenAt)} after there was news. {capitalised(inWords(requests))}{' '}
      requests for {inWords(pieces)} pieces of news:{' '}
      {empty === 0 ? 'no empty response' : `${inWords(empty)} without any`}, but each response cost a whole
      request.
    </p>
  );
}
