import { definePrediction, type Step } from '../define';
import { deliveriesOf, measureNews, subscribe } from '../parts/news';
import { bytes, capitalised, inWords, outOf, Phrase, Term } from '../prose';
import { fieldOf } from '../traffic';
import { useLesson } from '../use-lesson';

const EVENTS = 'events';
const NEWS_EVERY_MS = 400;
const PIECES = 3;

export const eventsStep: Step = {
  id: 'events',
  title: 'What if the answer never ended?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        A response may be as long as it likes, and nothing says that its body must come all at once. The
        browser’s <code>EventSource</code> builds on that:{' '}
        <Term of="server-sent-events">server-sent events</Term> (HTML Standard §9.2). It is still HTTP.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: EVENTS,
      code: "new EventSource('news').onmessage = show",
      prediction: definePrediction({
        question: 'Three pieces of news. How many requests?',
        answers: { three: 'Three', one: 'One', none: 'None: the server connects to the browser' },
        verdict: (traffic) => {
          const { requests, news } = measureNews(traffic);
          if (news.length < PIECES) return null;
          return (['none', 'one', null, 'three'] as const)[requests] ?? null;
        },
      }),
      action: {
        label: 'Open an EventSource',
        run: async (lab) => {
          subscribe(lab);
          await lab.makeNews({ everyMs: NEWS_EVERY_MS, count: PIECES });
        },
      },
      until: (traffic) => deliveriesOf(traffic).length >= PIECES,
      waiting: (traffic) =>
        measureNews(traffic).requests > 0
          ? `${capitalised(outOf(deliveriesOf(traffic).length, PIECES))} pieces have come.`
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
    say: 'The response on the cable stays “incomplete”, and that is the point: its end would be the end of the news.',
    ask: 'A chat over server-sent events: how does what you type get to the server?',
    answer: 'By another request, such as a POST with fetch(): server-sent events go one way only.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(EVENTS);
  const news = deliveriesOf(traffic);
  const { exchange } = news[0] ?? {};
  if (!exchange?.response) return null;
  const isChunked = fieldOf(run.capture, exchange.response, 'Transfer-Encoding') !== undefined;
  return (
    <p>
      One request on port {exchange.connection.client.port}, and{' '}
      <Phrase unit={exchange.response}>one response</Phrase> of{' '}
      {bytes(exchange.response.end - exchange.response.start)} so far that{' '}
      {exchange.response.partial ? 'has not ended yet' : 'has ended by now'}
      {isChunked && (
        <>
          : it comes{' '}
          <Phrase unit={exchange.response} field="Transfer-Encoding">
            in chunks
          </Phrase>
        </>
      )}
      . In it are {inWords(news.length)} pieces of news so far, each some lines of text in the same body, none
      with a new header. Nothing can be said to the server on the way.
    </p>
  );
}
