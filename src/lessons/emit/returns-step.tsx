import { definePrediction, type Step } from '../define';
import { runBoth, saidIn, uncaughtIn } from '../parts/programs';
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
  title: 'It is not a question',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        An emit is a message, not a request: nothing answers it by itself. And the server may emit whenever it
        likes, whether anybody asked or not.
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
    say: 'emit is not fetch. Whoever wants an answer says so: that is the lesson after the next.',
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
  return (
    <p>
      The line was done before its <Phrase unit={hello?.unit}>packet</Phrase> had left. Nobody listens to
      hello, so nothing came of it; the server’s {inWords(ticks.length)}{' '}
      <Phrase unit={ticks[0]?.unit}>ticks</Phrase> came unasked.
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
