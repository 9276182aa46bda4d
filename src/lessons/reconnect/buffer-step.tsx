import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { untilCaptured } from '../parts/opened';
import { heardIn, runBoth, untilOnWebSocket } from '../parts/programs';
import { eventsIn, textOf } from '../parts/socket-io';
import { milliseconds, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const BUFFER = 'buffer';

const SERVER = `io.on('connection', (socket) => {
  socket.onAny((name) => {
    console.log('heard', name);
  });
});
`;

const CLIENT = `const socket = io({ transports: ['websocket'] });

// There is no connection yet.
socket.emit('kept', 1);
socket.volatile.emit('dropped', 2);

socket.on('disconnect', () => {
  socket.emit('kept', 3);
});
`;

export const bufferStep: Step = {
  id: 'buffer',
  title: 'What you emit meanwhile',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        The other way round: the client emits while it is not connected. Before its first connection as usual,
        and as a <Term of="volatile">volatile</Term> event; and once more right after the cut.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BUFFER,
      prediction: definePrediction({
        question: 'Which of the three arrive?',
        answers: { all: 'All three', kept: 'kept 1 and kept 3', last: 'kept 3 alone' },
        verdict: (traffic) => {
          if (!hasReturned(traffic)) return null;
          if (eventsIn(traffic, 'client', 'dropped').length > 0) return 'all';
          return eventsIn(traffic, 'client', 'kept').length > 1 ? 'kept' : 'last';
        },
      }),
      action: { label: 'Run both, and cut the cable', run: runAndCut },
      until: hasReturned,
      waiting: (traffic) =>
        heardIn(traffic, 'client', 'disconnect').length > 0
          ? 'Its line has run; there is no connection to send on.'
          : null,
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'The client keeps what it emits, the server does not: events queue one way only. (Volatile asks whether the transport can take it now; right after a cut the old one still says yes, and the event is kept anyway.)',
    ask: 'Two minutes in a tunnel, a position ten times a second: what happens on coming out, and which word would have helped?',
    answer:
      '1,200 positions wait in the client, and leave at once; all but the last are old. The word is volatile: such an event is not kept while there is no connection.',
  },
};

async function runAndCut(lab: LabSession, run: LessonRun): Promise<void> {
  await runBoth(lab, run);
  await untilOnWebSocket(lab);
  const { capture } = lab;
  const begun = capture.code.findLast(({ end, kind }) => end === 'client' && kind === 'started')?.at ?? 0;
  const isHeard = () =>
    capture.code.some(({ end, kind, at }) => end === 'server' && kind === 'log' && at >= begun);
  await untilCaptured(capture, () => isHeard() || undefined);
  await cutSessions(lab, 'reset');
}

/** Whether the event kept during the cut was heard. */
function hasReturned(traffic: Traffic): boolean {
  return eventsIn(traffic, 'client', 'kept').some(({ unit }) => textOf(traffic, unit).includes('3'));
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BUFFER);
  const [first, last] = eventsIn(traffic, 'client', 'kept');
  const line = traffic.code.findLast(
    ({ end, kind, text }) => end === 'client' && kind === 'emit' && text === 'kept',
  );
  if (!first || !last || !line) return null;
  return (
    <p>
      <Phrase unit={first.unit}>kept 1</Phrase> waited for the first connection;{' '}
      <Phrase unit={last.unit}>kept 3</Phrase> left {milliseconds(line.at, last.unit.at)} after its line had
      run, when there was a connection again.{' '}
      {eventsIn(traffic, 'client', 'dropped').length === 0
        ? 'dropped is not on the wire, and never was: the console says so beside its line.'
        : 'In this run dropped left as well: its line ran while there was a connection.'}
    </p>
  );
}
