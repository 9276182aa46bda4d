import { definePrediction, type Step } from '../define';
import { runBoth, saidIn } from '../parts/programs';
import { ackIdOf, eventsIn, textOf } from '../parts/socket-io';
import { capitalised, inWords, milliseconds, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const RETRIED = 'retried';

const SERVER = `let times = 0;

io.on('connection', (socket) => {
  socket.on('store', (text, answer) => {
    times += 1;
    console.log('stored:', text);
    if (times > 1) answer('ok'); // The first time, it forgets.
  });
});
`;

const CLIENT = `const socket = io({
  transports: ['websocket'],
  retries: 3,
  ackTimeout: 500,
});

socket.emit('store', 'one', (error, result) => {
  console.log('one:', error ? error.message : result);
});
`;

export const retriesStep: Step = {
  id: 'retries',
  title: 'Asking until somebody answers',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        With <code>retries</code>, the client itself sends an event again when it is not acknowledged within{' '}
        <code>ackTimeout</code>. This server forgets to answer the first time, and answers the second time.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: RETRIED,
      prediction: definePrediction({
        question: 'The client emits once. How often does the server store it?',
        answers: {
          once: 'Once: the library knows that it is the same event',
          twice: 'Twice',
          four: 'Four times: once, and three retries',
        },
        by: 'run',
        verdict: (traffic) => {
          if (!hasEnded(traffic)) return null;
          const stored = storedIn(traffic);
          if (stored === 2) return 'twice';
          // Four, with answers that came too late: a slow machine.
          return stored === 4 && !isAnswered(traffic) ? 'four' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: hasEnded,
      missing: (traffic) =>
        `${storedIn(traffic) === 0 ? 'The server has stored nothing, and the' : 'The server has the event, and the'} client has printed nothing that begins with “one:”.`,
      waiting: (traffic) =>
        storedIn(traffic) > 0 ? 'The server has the event; the client waits for an answer.' : null,
      focus: (traffic) => {
        const unit = eventsIn(traffic, 'client', 'store')[1]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'At most once without retries; with them at least once, unless all tries (four here) fail. Neither is exactly once: a handler that may run twice without harm comes closest.',
    ask: 'What do you put into the event so that the server can tell a repeated event from a new one?',
    answer:
      'An id that the client makes once for each new event. The server keeps the ids that it has handled, and answers a known one without doing the work again.',
  },
};

const storedIn = (traffic: Traffic) =>
  saidIn(traffic, 'server').filter((text) => text.startsWith('stored:')).length;

const isAnswered = ({ code }: Traffic) => code.some(({ end, kind }) => end === 'server' && kind === 'reply');

function hasEnded(traffic: Traffic): boolean {
  return saidIn(traffic, 'client').some((text) => text.startsWith('one:'));
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(RETRIED);
  const sent = eventsIn(traffic, 'client', 'store');
  const [first, second] = sent;
  if (!first) return null;
  if (!second) {
    return (
      <p>
        <Phrase unit={first.unit}>{textOf(traffic, first.unit)}</Phrase> was answered in time, so it was sent
        only once in this run.
      </p>
    );
  }
  return (
    <p>
      <Phrase unit={first.unit}>{textOf(traffic, first.unit)}</Phrase> got no answer in time.{' '}
      <Phrase unit={second.unit}>{textOf(traffic, second.unit)}</Phrase> came{' '}
      {milliseconds(first.unit.at, second.unit.at)} after it: the same event under the number{' '}
      {ackIdOf(traffic, second)}. Both arrivals are measured at the server; <code>ackTimeout</code> begins
      when the client sends. {capitalised(inWords(storedIn(traffic)))} lines at the server say “stored”:
      nothing in a packet marks it as a repetition. What must not happen twice needs an id of its own, which
      the handler looks up.
    </p>
  );
}
