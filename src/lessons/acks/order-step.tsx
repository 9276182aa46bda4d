import { definePrediction, type Step } from '../define';
import { runBoth, saidIn } from '../parts/programs';
import { ackIdOf, acksIn, eventsIn } from '../parts/socket-io';
import { milliseconds, Phrase } from '../prose';
import { useLesson } from '../use-lesson';

const ORDER = 'order';

const SERVER = `io.on('connection', (socket) => {
  socket.on('work', (ms, answer) => {
    setTimeout(() => answer('done after ' + ms), ms);
  });
});
`;

const CLIENT = `const socket = io({ transports: ['websocket'] });

socket.emit('work', 400, (result) => console.log('slow:', result));
socket.emit('work', 50, (result) => console.log('quick:', result));
`;

export const orderStep: Step = {
  id: 'order',
  title: 'Two questions at once',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        Two questions, one after the other; the first takes longer. Over one HTTP connection the second would
        wait.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: ORDER,
      prediction: definePrediction({
        question: 'Which callback runs first?',
        answers: { first: 'That of the first question', second: 'That of the second question' },
        verdict: (traffic) => {
          const [first] = saidIn(traffic, 'client');
          return first === undefined ? null : first.startsWith('slow') ? 'first' : 'second';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'client').length >= 2,
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Head-of-line blocking, from the lesson on keeping HTTP open, is not here: the numbers make the order free.',
    ask: 'And if both packets travel on one TCP connection, what still keeps their order?',
    answer:
      'TCP: what is written first is read first, as bytes (RFC 9293 §2.2). Which answer is written first is up to the program at the other end.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ORDER);
  const [slow, quick] = eventsIn(traffic, 'client', 'work');
  const [first, second] = acksIn(traffic, 'server');
  if (!slow || !quick || !first || !second) return null;
  return (
    <p>
      Asked as <Phrase unit={slow.unit}>{ackIdOf(traffic, slow)}</Phrase> and{' '}
      <Phrase unit={quick.unit}>{ackIdOf(traffic, quick)}</Phrase>, answered as{' '}
      <Phrase unit={first.unit}>{ackIdOf(traffic, first)}</Phrase> and,{' '}
      {milliseconds(first.unit.at, second.unit.at)} later,{' '}
      <Phrase unit={second.unit}>{ackIdOf(traffic, second)}</Phrase>.
    </p>
  );
}
