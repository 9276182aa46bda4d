import { definePrediction, type Step } from '../define';
import { heardIn, runBoth, saidIn, uncaughtIn } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { inWords, outOf, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const RETURNS = 'returns';
const RESERVED = 'reserved';
/** As many as the server emits. */
const TICKS = 3;

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
console.log('a promise:', result instanceof Promise);
console.log('the socket:', result === socket);

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
        <code>fetch()</code> returns a promise of the response. What does <code>emit</code> return? Here both
        ends emit, and the client prints what it gets.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: RETURNS,
      prediction: definePrediction({
        question: "What does socket.emit('hello') return?",
        answers: {
          answer: 'What the server’s listener returns',
          promise: 'A promise of the answer',
          socket: 'The socket itself',
        },
        by: 'run',
        verdict: (traffic) => {
          const said = saidIn(traffic, 'client');
          if (said.includes('the socket: true')) return 'socket';
          return said.includes('a promise: true') ? 'promise' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'client').some((text) => text === 'tick 3'),
      missing: (traffic) =>
        `Ticks on the wire: ${outOf(eventsIn(traffic, 'server', 'tick').length, TICKS)}. The client has not printed “tick 3”.`,
      waiting: (traffic) => {
        const ticks = eventsIn(traffic, 'server', 'tick').length;
        return ticks > 0 && ticks < TICKS ? `Ticks so far: ${outOf(ticks, TICKS)}.` : null;
      },
      See: SeeReturns,
    },
    {
      kind: 'experiment',
      id: RESERVED,
      title: 'Another name',
      prediction: definePrediction({
        question: "Emit 'disconnect' in place of 'hello'. What happens?",
        answers: {
          disconnects: 'The client disconnects',
          event: 'The server gets an event named disconnect',
          throws: 'The line throws',
        },
        by: 'run',
        verdict: (traffic) => (reservedIn(traffic) ? 'throws' : null),
      }),
      byHand: { does: 'change line 3', end: 'client', line: 3 },
      until: (traffic) => reservedIn(traffic) !== undefined,
      waiting: (traffic) =>
        traffic.code.length === 0
          ? 'Change line 3 of the client’s code, and run it.'
          : 'No line has thrown because of a reserved name yet: emit disconnect.',
      See: SeeReserved,
    },
  ],
  notes: {
    minutes: 5,
    say: 'emit is not fetch. If you want an answer, you must ask for it: that is the lesson after the next.',
    ask: 'Why are some names reserved?',
    answer:
      'They are events of the library itself, such as connect and disconnect. A packet of that name could pretend that the connection had ended. So emit throws, and the parser at the other end refuses it, whatever program sent it.',
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
          The line had run before its <Phrase unit={hello.unit}>packet</Phrase> left.{' '}
          {isHeard
            ? 'A listener of the server heard hello, and what it returned went nowhere.'
            : 'Nothing at the server listens to hello, so nothing came of it.'}{' '}
        </>
      )}
      The server’s {inWords(ticks.length)} <Phrase unit={ticks[0]?.unit}>ticks</Phrase> came unasked. An emit
      is a message, not a request: no packet answers it unless somebody’s code sends one.
    </p>
  );
}

const reservedIn = (traffic: Traffic) =>
  uncaughtIn(traffic, 'client').find(({ text }) => text.includes('reserved'));

function SeeReserved() {
  const { run } = useLesson();
  const thrown = reservedIn(run.tasks.traffic(RESERVED));
  return (
    <p>
      {thrown?.text}, line {thrown?.line}. The names connect, connect_error, disconnect, disconnecting,
      newListener and removeListener are reserved. To disconnect, call <code>socket.disconnect()</code>.
    </p>
  );
}
