import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { ackIdOf, acksIn, eventsIn, textOf } from '../parts/socket-io';
import { Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
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
        A function as the last argument of <code>emit</code> asks for an{' '}
        <Term of="acknowledgement">acknowledgement</Term>. The server’s listener gets a function in its place.
        What the server passes to it comes back to the client’s function.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: ASK,
      prediction: definePrediction({
        question: 'A function cannot travel. How does the answer find its way back to it?',
        answers: {
          order: 'By the order of the answers',
          event: 'By the name of the event',
          number: 'By a number in both packets',
        },
        verdict: (traffic) => {
          const { event, ack } = pairIn(traffic);
          return event && ack ? 'number' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => acksIn(traffic, 'server').length > 0,
      missing: (traffic) =>
        eventsIn(traffic, 'client').some((event) => ackIdOf(traffic, event) !== null)
          ? 'An event has asked for an acknowledgement, and none has come.'
          : 'No event has asked for an acknowledgement.',
      focus: (traffic) => {
        const unit = acksIn(traffic, 'server')[0]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'The function never leaves the page: it waits there under a number. Select the number in both packets.',
    ask: 'Which layer below had this already?',
    answer:
      'HTTP/1.1, by order: on one connection, responses come in the order of the requests (RFC 9112 §9.2). WebSocket has nothing like it: its messages stand alone.',
  },
};

/** The first acknowledgement of the server, and the event that asked for it. */
function pairIn(traffic: Traffic) {
  const ack = acksIn(traffic, 'server')[0];
  const id = ack && ackIdOf(traffic, ack);
  const event = eventsIn(traffic, 'client').find((asking) => ack && ackIdOf(traffic, asking) === id);
  return { event, ack };
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ASK);
  const { event, ack } = pairIn(traffic);
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
      came back: both have the number {ackIdOf(traffic, ack)}.
      {event.kind === 'event' && ack.kind === 'ack' && ' 2 is an event, 3 an acknowledgement.'} With{' '}
      <code>await socket.emitWithAck(…)</code> the packets are the same.
    </p>
  );
}
