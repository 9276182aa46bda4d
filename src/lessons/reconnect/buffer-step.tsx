import type { CodeEvent } from '../../capture/capture';
import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { packetsOf } from '../../timeline/packets';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { heardIn, runBoth, untilOnWebSocket, untilRan } from '../parts/programs';
import { eventsIn, textOf } from '../parts/socket-io';
import { milliseconds, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const BUFFER = 'buffer';

const SERVER = `io.on('connection', (socket) => {
  socket.on('note', (n) => {
    console.log('heard', n);
  });
});
`;

const CLIENT = `const socket = io({ transports: ['websocket'] });

// There is no connection yet.
socket.emit('note', 1);
socket.volatile.emit('note', 2);

socket.on('disconnect', () => {
  socket.emit('note', 3);
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
        Now it is the client that emits while it is not connected: before its first connection, once as usual
        and once as a <Term of="volatile">volatile</Term> event; and once more right after the cut.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BUFFER,
      prediction: definePrediction({
        question: 'Which of the three arrive?',
        answers: { all: 'All three', kept: '1 and 3', last: 'Only 3' },
        verdict: (traffic) => {
          const emits = traffic.code.filter(isNote);
          if (!noteIn(traffic, 3) || emits.length !== 3) return null;
          if (noteIn(traffic, 2)) return 'all';
          return noteIn(traffic, 1) ? 'kept' : 'last';
        },
      }),
      action: { label: 'Run both, and cut the cable', run: runAndCut },
      until: (traffic) => noteIn(traffic, 3) !== undefined,
      missing: () => 'Note 3 has not left the client.',
      waiting: (traffic) =>
        heardIn(traffic, 'client', 'disconnect').length > 0
          ? 'The client is disconnected: there is no connection to send on.'
          : null,
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'The client keeps what it emits, the server does not: events queue one way only. (volatile asks whether the transport can write now. Right after a cut the old transport may still say yes, and the event is then kept.)',
    ask: 'A client emits its position ten times a second, and spends ten minutes in a tunnel. What happens when it comes out, and which word would help?',
    answer:
      'From the moment that the client notices, it keeps every position: thousands of them leave at once, and all but the last are old. The word is volatile: a volatile event is not kept while there is no connection.',
  },
};

async function runAndCut(lab: LabSession, run: LessonRun): Promise<void> {
  await runBoth(lab, run);
  await untilOnWebSocket(lab);
  const { capture } = lab;
  const begun = capture.code.findLast(({ end, kind }) => end === 'client' && kind === 'started')?.at ?? 0;
  const isHeard = () =>
    capture.code.some(({ end, kind, at }) => end === 'server' && kind === 'log' && at >= begun);
  await untilRan(lab, () => isHeard() || undefined, 'the server printed nothing');
  await cutSessions(lab, 'reset');
}

/** The note with this number on the wire. */
const noteIn = (traffic: Traffic, n: number) =>
  eventsIn(traffic, 'client', 'note').find(({ unit }) => textOf(traffic, unit) === `2["note",${n}]`);

/** Whether this is an emit of a note. */
const isNote = ({ end, kind, text }: CodeEvent) => end === 'client' && kind === 'emit' && text === 'note';

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BUFFER);
  const [first, second, last] = [1, 2, 3].map((n) => noteIn(traffic, n));
  if (!last) return null;
  const line = packetsOf(traffic.capture).linesOf(last.unit).find(isNote);
  const isDropped = !second && traffic.code.some((event) => isNote(event) && event.unsent === 'dropped');
  return (
    <p>
      {first && (
        <>
          Note <Phrase unit={first.unit}>1</Phrase> waited for the first connection.{' '}
        </>
      )}
      Note <Phrase unit={last.unit}>3</Phrase> left
      {line && ` ${milliseconds(line.at, last.unit.at)} after its line had run,`} when there was a connection
      again. {isDropped && 'Note 2 was never on the wire: the console says so beside its line.'}
      {second && (
        <>
          In this run note <Phrase unit={second.unit}>2</Phrase> left as well.
        </>
      )}
    </p>
  );
}
