import { definePrediction, type Step } from '../define';
import { runBoth, saidIn } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { capitalised, inWords, Phrase } from '../prose';
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
        An event may have as many listeners as you like. <code>once</code> is for the first event alone,{' '}
        <code>onAny</code> for every event, whatever its name; <code>off</code> takes a listener away again.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: SEVERAL,
      prediction: definePrediction({
        question: 'Two events news. How many lines does the server print?',
        answers: { two: 'Two', six: 'Six', seven: 'Seven', eight: 'Eight' },
        verdict: (traffic) => {
          const lines = saidIn(traffic, 'server').length;
          return lines === LINES ? 'seven' : lines === 8 ? 'eight' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'server').length >= LINES,
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Listeners run in the order in which they were registered; those of onAny before all others.',
    ask: 'Two packets, seven lines: which of the lines would you light up first?',
    answer:
      'That of onAny, for the first packet. All listeners of a packet run before the next packet is handled.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(SEVERAL);
  const [first, second] = eventsIn(traffic, 'client', 'news');
  const lines = saidIn(traffic, 'server');
  return (
    <p>
      {capitalised(inWords(lines.length))} lines in this order: {lines.join(', ')}. Of the{' '}
      <Phrase unit={first?.unit}>first event</Phrase> and the <Phrase unit={second?.unit}>second</Phrase> the
      wire carried one packet each; the rest is the library’s list of listeners.
    </p>
  );
}
