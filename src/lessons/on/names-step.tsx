import { definePrediction, type Step } from '../define';
import { heardIn, runBoth } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { Phrase, Term } from '../prose';
import { useLesson } from '../use-lesson';

export const NAMES = 'names';
const MISSPELT = 'mesage';

const SERVER = `io.on('connection', (socket) => {
  socket.on('message', (text) => {
    console.log('heard', text);
  });
});
`;

const CLIENT = `const socket = io();

socket.emit('mesage', 'one');
socket.emit('message', 'two');
`;

export const namesStep: Step = {
  id: 'names',
  title: 'Names must match',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        <code>on</code> registers a <Term of="listener">listener</Term> for a name. It does the same at both
        ends: the listener runs when an event of that name comes. Look closely at the client’s third line.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: NAMES,
      prediction: definePrediction({
        question: 'The client emits “mesage”, and the server listens to “message”. What happens?',
        answers: {
          'client-error': 'The client gets an error',
          'server-error': 'The server reports an unknown event',
          unheard: 'It arrives, and nobody hears it',
        },
        by: 'run',
        verdict: (traffic) => {
          // Both names were sent, and the right one was heard.
          const [wrong] = eventsIn(traffic, 'client', MISSPELT);
          const isHeard = heardIn(traffic, 'server', MISSPELT).length > 0;
          return wrong && !isHeard && heardIn(traffic, 'server', 'message').length > 0 ? 'unheard' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => heardIn(traffic, 'server', 'message').length > 0,
      missing: (traffic) =>
        `${eventsIn(traffic, 'client', MISSPELT).length > 0 ? 'mesage has arrived, and no' : 'No'} listener of the server has run for message.`,
      focus: (traffic) => {
        const unit = eventsIn(traffic, 'client', MISSPELT)[0]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Nothing fails, and Node prints nothing: the line about it in the console is the lab’s. When “it does not work”, look here first.',
    ask: 'How could a server notice?',
    answer:
      'With onAny, which hears every event: log the name, and compare. In TypeScript, give both ends the same types of events, and the compiler compares the names.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(NAMES);
  const lost = eventsIn(traffic, 'client', MISSPELT)[0];
  const heard = eventsIn(traffic, 'client', 'message')[0];
  const [listener] = heardIn(traffic, 'server', 'message');
  if (!lost) {
    return (
      <p>
        <Phrase unit={heard?.unit}>message</Phrase> arrived and made line {listener?.line} run. No mesage was
        emitted in this run.
      </p>
    );
  }
  if (heardIn(traffic, 'server', MISSPELT).length > 0) {
    return (
      <p>
        In this run the server listens to <Phrase unit={lost.unit}>mesage</Phrase>, too, and heard it.
      </p>
    );
  }
  return (
    <p>
      <Phrase unit={lost.unit}>mesage</Phrase> was on the wire, whole and correct, and it reached the server.
      No listener has that name, so nothing ran and no error came. The line about it in the server’s console
      is the lab’s; Node prints nothing. <Phrase unit={heard?.unit}>message</Phrase> made line{' '}
      {listener?.line} run.
    </p>
  );
}
