import { heldMicrosOf } from '../../capture/held';
import type { Unit } from '../../protocol/unit';
import { definePrediction, type Step } from '../define';
import { openSocket } from '../parts/opened';
import { milliseconds, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { openSilent } from './ways';

const PAIRS = 'pairs';
const RETURNED = 'returned';
const AWAY_MS = 200;

export const pairsStep: Step = {
  id: 'pairs',
  title: 'What does send() promise?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        With requests, an answer belongs to its question, and once <code>fetch</code> has its response, the
        server has had the request. How much of this is left? In both experiments the server is {AWAY_MS} ms
        away.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: PAIRS,
      title: 'Is the next message the answer?',
      code: "socket.send('question')\nsocket.onmessage = (event) => …",
      prediction: definePrediction({
        question:
          'You send a question to a server that sends all back, and has something else to say at the same moment. Which message comes first?',
        answers: {
          answer: 'The answer: it belongs to the question',
          anything: 'The other one, which answers nothing',
        },
        verdict: (traffic) => {
          const first = messagesOf(traffic)[0];
          return first === undefined ? null : first.includes('question') ? 'answer' : 'anything';
        },
      }),
      action: {
        label: 'Ask',
        run: async (lab) => {
          const { socket, connection } = await openSocket(lab);
          await lab.impair(connection.id, { delayMs: AWAY_MS });
          const said = lab.say(connection.id, { text: 'by the way' });
          socket.send('question');
          await said;
        },
      },
      until: (traffic) => messagesOf(traffic).length >= 2,
      See: SeePairs,
    },
    {
      kind: 'experiment',
      id: RETURNED,
      title: 'Is it there when send() returns?',
      code: "socket.send('Have you got it?')\n// here",
      prediction: definePrediction({
        question: 'send() has returned. Where is the message?',
        answers: {
          'at-server': 'At the server',
          'on-its-way': 'On its way, or still waiting in this machine',
        },
        verdict: (traffic) => {
          const message = clientsText(traffic);
          const call = traffic.calls.find(({ kind }) => kind === 'send');
          return message && call
            ? readAt(traffic, message) - call.at < 1000
              ? 'at-server'
              : 'on-its-way'
            : null;
        },
      }),
      action: {
        label: 'Send it',
        run: async (lab) => (await openSilent(lab, AWAY_MS)).socket.send('Have you got it?'),
      },
      until: (traffic) => clientsText(traffic) !== undefined,
      focus: (traffic) => {
        const unit = clientsText(traffic);
        return unit ? { unit, range: null } : null;
      },
      See: SeeReturned,
    },
  ],
  notes: {
    minutes: 5,
    say: 'It is up to the application to say which question an answer belongs to: with an id in the message, or with Socket.IO’s acknowledgements, which come later in the course.',
    ask: 'How could your program know that its message was received? And that it was stored?',
    answer:
      'Received: it waits for a message from the other program that refers to its own, for instance by an id; that send() returned proves nothing. Stored: the other program must send that message only after it has stored yours.',
  },
};

/** What the page received, in order, as recorded. */
const messagesOf = ({ calls }: Traffic) =>
  calls.filter(({ kind }) => kind === 'message').map(({ detail }) => detail);

/** Text as it is recorded, with quotation marks as in the prose. */
const curly = (detail = '') => detail.replace(/^"(.*)"$/s, '“$1”');

const clientsText = ({ units }: Traffic) =>
  units.find(({ kind, sender, partial }) => kind === 'text' && sender === 'client' && !partial);

/** When the server's program reads it: later than the tap sees it, by what the lab has measured. */
function readAt({ capture }: Traffic, { connection, sender, end, until }: Unit): number {
  return until + heldMicrosOf(capture.connection(connection)!, sender, end - 1);
}

function SeePairs() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(PAIRS);
  const [first, second] = messagesOf(traffic);
  const [firstFrame, secondFrame] = traffic.units.filter(
    ({ kind, sender }) => kind === 'text' && sender === 'server',
  );
  return (
    <p>
      First came <Phrase unit={firstFrame}>{curly(first)}</Phrase>, then{' '}
      <Phrase unit={secondFrame}>{curly(second)}</Phrase>. Nothing in a frame says which question it answers:
      WebSocket has messages, and no replies.
    </p>
  );
}

function SeeReturned() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(RETURNED);
  const message = clientsText(traffic);
  const call = traffic.calls.find(({ kind }) => kind === 'send');
  if (!message || !call) return null;
  return (
    <p>
      The server’s program read <Phrase unit={message}>your message</Phrase>{' '}
      {milliseconds(call.at, readAt(traffic, message))} after your code called <code>send()</code>, which does
      not wait. Until then a cut would have lost the message, and <code>send()</code> would not have told you;{' '}
      <code>bufferedAmount</code> counts only bytes that have not gone to the network yet.
    </p>
  );
}
