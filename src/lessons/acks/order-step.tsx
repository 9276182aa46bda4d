import { definePrediction, type Step } from '../define';
import { runBoth, saidIn } from '../parts/programs';
import { ackIdOf, acksIn, eventsIn } from '../parts/socket-io';
import { milliseconds, outOf, Phrase } from '../prose';
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
        Two questions leave, one right after the other. The server needs 0.4 s for the first, and 0.05 s for
        the second.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: ORDER,
      prediction: definePrediction({
        question: 'Which callback runs first?',
        answers: { first: 'The first question’s', second: 'The second question’s' },
        by: 'run',
        verdict: (traffic) => {
          const [first] = saidIn(traffic, 'client');
          if (first?.startsWith('slow')) return 'first';
          return first?.startsWith('quick') ? 'second' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'client').length >= 2,
      missing: (traffic) =>
        `Answers that the client has printed: ${outOf(saidIn(traffic, 'client').length, 2)}.`,
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'There is no head-of-line blocking here, as there was with pipelined HTTP requests: the numbers let the answers come in any order.',
    ask: 'Both packets travel on one TCP connection, which keeps the order of bytes. Why does the second answer come first?',
    answer:
      'TCP delivers what is written first before what is written later (RFC 9293 §2.2). Which answer is written first is up to the program at the other end.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ORDER);
  const [slow, quick] = eventsIn(traffic, 'client').filter((event) => ackIdOf(traffic, event) !== null);
  const [first, second] = acksIn(traffic, 'server');
  if (!slow || !quick || !first || !second)
    return <p>In this run, fewer than two questions were answered: the ladder shows what passed.</p>;
  const hasOvertaken = ackIdOf(traffic, first) === ackIdOf(traffic, quick);
  return (
    <p>
      Asked as <Phrase unit={slow.unit}>{ackIdOf(traffic, slow)}</Phrase> and{' '}
      <Phrase unit={quick.unit}>{ackIdOf(traffic, quick)}</Phrase>, answered as{' '}
      <Phrase unit={first.unit}>{ackIdOf(traffic, first)}</Phrase> and,{' '}
      {milliseconds(first.unit.at, second.unit.at)} later,{' '}
      <Phrase unit={second.unit}>{ackIdOf(traffic, second)}</Phrase>.{' '}
      {hasOvertaken &&
        'Over one HTTP/1.1 connection the quick answer would have had to wait for the slow one (RFC 9112 §9.3.2).'}
    </p>
  );
}
