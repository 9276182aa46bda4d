import { definePrediction, type Step } from '../define';
import { measureNews, pollShort } from '../parts/news';
import { bytes, capitalised, inWords, milliseconds, outOf, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const SHORT = 'short';
/** A fifth of the textbook's 1 s and 10 s: the ratio is what counts. */
const EVERY_MS = 200;
const NEWS_EVERY_MS = 2000;
/** News is 1 to 3 s apart: begun this much later, ten requests always meet the first piece. */
const HEAD_START_MS = 1300;
const TIMES = 10;

export const shortStep: Step = {
  id: 'short',
  title: 'How does a page learn of something new?',
  picture: 'ladder',
  Prose() {
    return (
      <>
        <p>
          In HTTP the server answers, and never speaks first. A page that wants to know whether there is news
          has to ask. The simplest way is to ask again and again: <em>short polling</em>.
        </p>
        <p>
          Now there is news at this server at random moments, every {NEWS_EVERY_MS / 1000} s on average. Your
          browser asks, takes the answer, waits {EVERY_MS} ms, and asks again.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: SHORT,
      code: `for (let n = 0; n < ${TIMES}; n++) {\n  last = await ask('news?after=' + last)\n  await sleep(${EVERY_MS})\n}`,
      prediction: definePrediction({
        question: 'Your browser asks ten times. How many of these requests bring news?',
        answers: { one: 'About one', five: 'About five', all: 'All of them' },
        verdict: verdictOfShort,
      }),
      action: {
        label: `Ask ${TIMES} times`,
        run: async (lab) => {
          await lab.makeNews({ everyMs: NEWS_EVERY_MS, count: 3 });
          await new Promise((resolve) => setTimeout(resolve, HEAD_START_MS));
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
    ask: 'Which interval would you choose, and what do you pay for halving it?',
    answer:
      'The longest that your users can bear: news is late by half the interval on average. Halving the interval halves that delay and doubles the number of requests; nearly all of the added requests bring nothing.',
  },
};

/** How many of the requests brought news; null without any news in that time, since nothing has been shown then. */
export function verdictOfShort(traffic: Traffic): 'one' | 'five' | 'all' | null {
  const { requests, empty, news } = measureNews(traffic);
  if (requests < TIMES || news.length === 0) return null;
  if (empty === 0) return 'all';
  return requests - empty <= 3 ? 'one' : 'five';
}

function See() {
  const { run } = useLesson();
  const { requests, empty, news, overheadBytes, latenessMicros } = measureNews(run.tasks.traffic(SHORT));
  const nothing = run.tasks
    .traffic(SHORT)
    .units.find((unit) => run.capture.decoder.headOf(unit)?.status === 204);
  return (
    <p>
      {capitalised(outOf(empty, requests))} requests were answered with{' '}
      <Phrase unit={nothing}>204 No Content</Phrase>: nothing new. {bytes(overheadBytes)} that are not news
      went over the wire
      {latenessMicros === null
        ? ', and there was no news in this time: do it again.'
        : `, for ${inWords(news.length)} ${news.length === 1 ? 'piece' : 'pieces'} of news, which waited ${milliseconds(0, latenessMicros)}${news.length === 1 ? '' : ' (median)'} until your browser asked.${latenessMicros > EVERY_MS * 1000 ? ` That is more than ${EVERY_MS} ms, since each request and its response take time too.` : ''}`}
    </p>
  );
}
