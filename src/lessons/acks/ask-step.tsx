import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { ackIdOf, acksIn, eventsIn, textOf } from '../parts/socket-io';
import { Phrase, Term } from '../prose';
import { useLesson } from '../use-lesson';

export const ASK = 'ask';

const SERVER = `io.on('connection', (socket) => {
  socket.on('sum', (a, b, answer) => {
    answer(a + b);
  });
});
`;

const CLIENT = `const socket = io();

socket.emit('sum', 2, 3, (result) => {
  console.log('2 + 3 =', result);
});
`;

export const askStep: Step = {
  id: 'ask',
  title: 'A function at the end',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        A function as the last argument of emit asks for an <Term of="acknowledgement">acknowledgement</Term>.
        The server’s listener gets a function in its place; what it calls that with comes back.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: ASK,
      prediction: definePrediction({
        question: 'A function cannot travel. How does the answer find it again?',
        answers: {
          order: 'By the order of the answers',
          event: 'By the name of the event',
          number: 'By a number in both packets',
        },
        verdict: (traffic) => {
          const [event, ack] = [eventsIn(traffic, 'client', 'sum')[0], acksIn(traffic, 'server')[0]];
          if (!event || !ack) return null;
          return ackIdOf(traffic, event) !== null && ackIdOf(traffic, event) === ackIdOf(traffic, ack)
            ? 'number'
            : 'order';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => acksIn(traffic, 'server').length > 0,
      focus: (traffic) => {
        const unit = acksIn(traffic, 'server')[0]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'The function never leaves the page: it waits under a number. Point at the number in both packets.',
    ask: 'Which layer below had this already?',
    answer:
      'HTTP, by order: on one connection, responses come in the order of the requests (RFC 9112 §9.2). WebSocket has nothing of the kind: its messages stand alone.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ASK);
  const [event, ack] = [eventsIn(traffic, 'client', 'sum')[0], acksIn(traffic, 'server')[0]];
  if (!event || !ack) return null;
  return (
    <p>
      <Phrase unit={event.unit} field="Acknowledgement id">
        {textOf(traffic, event.unit)}
      </Phrase>{' '}
      went out, and{' '}
      <Phrase unit={ack.unit} field="Acknowledgement id">
        {textOf(traffic, ack.unit)}
      </Phrase>{' '}
      came back: the same {ackIdOf(traffic, ack)} stands in both. 2 is an event, 3 an acknowledgement; with{' '}
      <code>await socket.emitWithAck('sum', 2, 3)</code> the packets are the same.
    </p>
  );
}
