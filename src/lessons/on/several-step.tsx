import { definePrediction, type Step } from '../define';
import { runBoth, saidIn } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { capitalised, inWords, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const SEVERAL = 'several';
const LINES = 7;

const SERVER = `io.on('connection', (socket) => {
  socket.on('news', () => console.log('first'));
  socket.on('news', () => console.log('second'));
  socket.once('news', () => console.log('once'));
  socket.onAny((name) => console.log('any:', name));
});
`;

const CLIENT = `const socket = io();

socket.emit('news');
socket.emit('news');
`;

export const severalStep: Step = {
  id: 'several',
  title: 'Several for one event',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        An event may have as many listeners as you like. <code>once</code> listens to the first event only,{' '}
        <code>onAny</code> to every event, whatever its name, and <code>off</code> removes a listener.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: SEVERAL,
      prediction: definePrediction({
        question: 'The client emits “news” twice. How many lines does the server print?',
        answers: { two: 'Two', six: 'Six', seven: 'Seven', eight: 'Eight' },
        by: 'run',
        verdict: (traffic) => {
          return isAsBrought(traffic) && saidIn(traffic, 'server').length === LINES ? 'seven' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'server').length >= LINES,
      missing: (traffic) => {
        const lines = saidIn(traffic, 'server').length;
        return `The server has printed ${inWords(lines)} ${lines === 1 ? 'line' : 'lines'}, fewer than the step’s own code prints.`;
      },
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'The listeners of an event run in the order in which they were registered. onAny hears a packet before they do.',
    ask: 'Which line comes first, and which second?',
    answer:
      'The first is that of onAny, for the first packet. The second depends on how the packets came. If each came in a read of its own, it is “first”. If both came in one read, as two frames or in the body of one request, it is onAny again: the library gives all packets of a read to onAny before the other listeners run.',
  },
};

/** Whether the question is about the code that ran. */
const isAsBrought = ({ code }: Traffic) =>
  code.every(({ kind, end, text }) => kind !== 'started' || text === (end === 'server' ? SERVER : CLIENT));

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(SEVERAL);
  const news = eventsIn(traffic, 'client', 'news');
  const lines = saidIn(traffic, 'server');
  return (
    <p>
      {capitalised(inWords(lines.length))} lines, in this order: {lines.join(', ')}. The wire carried{' '}
      <Phrase unit={news[0]?.unit}>{inWords(news.length)} packet</Phrase>
      {news.length === 1 ? '' : 's'} with news, one for each emit; the rest is up to the library’s list of
      listeners.
    </p>
  );
}
