import { definePrediction, type Step } from '../define';
import { deliveriesOf, measureNews, subscribe } from '../parts/news';
import { bytes, inWords, outOf, Phrase, Term } from '../prose';
import { fieldOf } from '../traffic';
import { useLesson } from '../use-lesson';

const EVENTS = 'events';
const NEWS_EVERY_MS = 400;
const PIECES = 3;

export const eventsStep: Step = {
  id: 'events',
  title: 'Can a page subscribe to news?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        With <code>EventSource</code>, the browser has something made for news:{' '}
        <Term of="server-sent-events">server-sent events</Term> (HTML Standard §9.2). A page gives a URL, and
        gets an event for each piece of news. It is still HTTP.
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
          ? `Pieces of news so far: ${outOf(deliveriesOf(traffic).length, PIECES)}.`
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
    say: 'The response on the cable stays “incomplete”, and that is the point: after its end the browser would have to ask again.',
    ask: 'A chat over server-sent events: how does what you type get to the server?',
    answer: 'With another request, such as a POST by fetch(): server-sent events go one way only.',
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
          , pieces that each begin with their length
        </>
      )}
      . It holds {inWords(news.length)} pieces of news so far, each a few lines of text in the same body. A
      response may take as long as it likes, and nothing says that its body must come all at once. It goes one
      way only: your page cannot say anything to the server in it.
    </p>
  );
}
