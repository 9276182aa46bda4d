import { definePrediction, type Step } from '../define';
import { measureNews, pollShort } from '../parts/news';
import { bytes, capitalised, inWords, milliseconds, outOf, Phrase } from '../prose';
import { useLesson } from '../use-lesson';

const SHORT = 'short';
/** A tenth of these would be the textbook's 1 s and 10 s: the ratio is what counts. */
const EVERY_MS = 200;
const NEWS_EVERY_MS = 2000;
const TIMES = 10;

export const shortStep: Step = {
  id: 'short',
  title: 'How does one hear of something new?',
  picture: 'ladder',
  Prose() {
    return (
      <>
        <p>
          In HTTP the server answers, and never begins. A page that wants to know whether there is news has to
          ask. The simplest way: ask again and again. That is <em>short polling</em>.
        </p>
        <p>
          Now news happens at this server at random moments, once in {NEWS_EVERY_MS / 1000} s on average, and
          your browser asks every {EVERY_MS} ms: five times as fast as once in 10 s and every second, with the
          same ratio.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: SHORT,
      code: `setInterval(() => fetch('news?after=' + last), ${EVERY_MS})`,
      prediction: definePrediction({
        question: 'One piece of news in ten intervals. How many of ten requests bring news?',
        answers: { one: 'About one', five: 'About five', all: 'All of them' },
        verdict: (traffic) => {
          const { requests, empty } = measureNews(traffic);
          if (requests < TIMES || empty === 0) return requests < TIMES ? null : 'all';
          return requests - empty <= 3 ? 'one' : 'five';
        },
      }),
      action: {
        label: `Ask ${TIMES} times`,
        run: async (lab) => {
          await lab.makeNews({ everyMs: NEWS_EVERY_MS, count: 3 });
          await pollShort(lab, TIMES, EVERY_MS);
          await lab.makeNews({ everyMs: 0 });
        },
      },
      until: (traffic) => {
        const { requests, empty, news } = measureNews(traffic);
        return requests === TIMES && (empty + news.length >= TIMES || empty > 0);
      },
      waiting: (traffic) => {
        const { requests } = measureNews(traffic);
        return requests > 0 ? `Request ${requests} of ${TIMES}.` : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Ask for a number before you press: how many bytes does it take to say “nothing”? Then select one of the 204 answers.',
    ask: 'What would you choose as interval, and what do you pay for halving it?',
    answer:
      'As long as your users can wait: news is late by half the interval on average. Half the interval halves that, and doubles the requests that say “nothing”.',
  },
};

function See() {
  const { run } = useLesson();
  const { requests, empty, news, overheadBytes, latenessMicros } = measureNews(run.tasks.traffic(SHORT));
  const nothing = run.tasks
    .traffic(SHORT)
    .units.find((unit) => run.capture.decoder.headOf(unit)?.status === 204);
  return (
    <p>
      {capitalised(outOf(empty, requests))} requests were answered with{' '}
      <Phrase unit={nothing}>204 No Content</Phrase>: nothing new. {bytes(overheadBytes)} went over the wire
      that are no news
      {latenessMicros === null
        ? ', and no piece of news happened to fall into this time: do it again.'
        : `, for ${inWords(news.length)} ${news.length === 1 ? 'piece' : 'pieces'}, which waited ${milliseconds(0, latenessMicros)} until somebody asked.`}
    </p>
  );
}
