import { definePrediction, type Step } from '../define';
import { heardIn, runBoth, saidIn, uncaughtIn } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';

const RETURNS = 'returns';
const RESERVED = 'reserved';

const SERVER = `io.on('connection', (socket) => {
  let n = 0;
  const timer = setInterval(() => {
    n += 1;
    socket.emit('tick', n);
    if (n === 3) clearInterval(timer);
  }, 200);
});
`;

const CLIENT = `const socket = io();

const result = socket.emit('hello');
console.log('emit gave', result === socket ? 'the socket' : result);

socket.on('tick', (n) => {
  console.log('tick', n);
});
`;

export const returnsStep: Step = {
  id: 'returns',
  title: 'What comes back?',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        fetch gives a promise of the answer. What does emit give? Both ends emit in this program, and the
        client prints what it gets.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: RETURNS,
      prediction: definePrediction({
        question: "What does socket.emit('hello') give back?",
        answers: {
          answer: 'What the server’s listener returns',
          promise: 'A promise of the answer',
          socket: 'The socket, at once',
        },
        verdict: (traffic) => {
          const said = saidIn(traffic, 'client').find((text) => text.startsWith('emit gave'));
          return said === undefined
            ? null
            : said.includes('the socket')
              ? 'socket'
              : said.includes('Promise')
                ? 'promise'
                : 'answer';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'client').some((text) => text === 'tick 3'),
      waiting: (traffic) => (eventsIn(traffic, 'server').length > 0 ? 'The server speaks.' : null),
      See: SeeReturns,
    },
    {
      kind: 'experiment',
      id: RESERVED,
      title: 'A name that is taken',
      prediction: definePrediction({
        question: "Emit 'disconnect' in place of 'hello'. What happens?",
        answers: {
          disconnects: 'The client disconnects',
          event: 'The server gets an event disconnect',
          throws: 'The line throws',
        },
        verdict: (traffic) =>
          uncaughtIn(traffic, 'client').some(({ text }) => text.includes('reserved')) ? 'throws' : null,
      }),
      until: (traffic) => uncaughtIn(traffic, 'client').some(({ text }) => text.includes('reserved')),
      waiting: (traffic) =>
        traffic.code.length === 0
          ? 'Change line 3 of the client’s code, and run it.'
          : 'Emit an event called disconnect.',
      See: SeeReserved,
    },
  ],
  notes: {
    minutes: 5,
    say: 'emit is not fetch. If you want an answer, you ask for it: that is the lesson after the next.',
    ask: 'Why are some names taken?',
    answer:
      'They are events of the library itself, such as connect and disconnect: if emit allowed them, a packet from the other end could pretend that the connection was gone.',
  },
};

function SeeReturns() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(RETURNS);
  const ticks = eventsIn(traffic, 'server', 'tick');
  const hello = eventsIn(traffic, 'client', 'hello')[0];
  const isHeard = heardIn(traffic, 'server', 'hello').length > 0;
  return (
    <p>
      {hello && (
        <>
          The line was done before its <Phrase unit={hello.unit}>packet</Phrase> had left.{' '}
          {isHeard
            ? 'In this run a listener at the server heard hello; what it does is up to that code.'
            : 'Nobody listens to hello, so nothing came of it.'}{' '}
        </>
      )}
      The server’s {inWords(ticks.length)} <Phrase unit={ticks[0]?.unit}>ticks</Phrase> came unasked. An emit
      is a message, not a request: no packet answers it by itself.
    </p>
  );
}

function SeeReserved() {
  const { run } = useLesson();
  const thrown = uncaughtIn(run.tasks.traffic(RESERVED), 'client')[0];
  return (
    <p>
      {thrown?.text}, line {thrown?.line}. The library’s own events are connect, connect_error, disconnect,
      disconnecting, newListener and removeListener; to disconnect there is socket.disconnect().
    </p>
  );
}
