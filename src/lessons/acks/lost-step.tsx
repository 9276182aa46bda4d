import type { CodeEvent } from '../../capture/capture';
import type { CodeDesk } from '../../code/desk';
import type { Texts } from '../../code/texts';
import { useDesk } from '../../code/use-desk';
import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { Button } from '../../ui/Button';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { heardIn, runBoth, saidIn, untilRan } from '../parts/programs';
import { acksIn, eventsIn } from '../parts/socket-io';
import { inWords, milliseconds, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const FORGOTTEN = 'forgotten';
const CUT = 'cut';
const TIMED_OUT = 'operation has timed out';
const ANSWERED = 'was answered';

const SERVER = `io.on('connection', (socket) => {
  socket.on('store', (text, answer) => {
    console.log('stored:', text);
    // answer() was forgotten.
  });
});
`;

const CLIENT = `const socket = io({ transports: ['websocket'] });

socket.emit('store', 'one', () => {
  console.log('one was answered');
});
socket.timeout(800).emit('store', 'two', (error) => {
  console.log('two:', error ? error.message : 'was answered');
});
`;

const ANSWERING = `io.on('connection', (socket) => {
  socket.on('store', (text, answer) => {
    console.log('stored:', text);
    setTimeout(() => answer('ok'), 2000);
  });
});
`;

const ASKING = `const socket = io({ transports: ['websocket'] });

socket.once('connect', () => {
  socket.timeout(4000).emit('store', 'three', (error) => {
    console.log('three:', error ? error.message : 'was answered');
  });
});
`;

/** Of the second task. */
const LATE: Texts = { server: ANSWERING, clients: [ASKING] };

export const lostStep: Step = {
  id: 'lost',
  title: 'When no answer comes',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        The code of the other end sends an acknowledgement, unless it forgets. <code>timeout(ms)</code> says
        how long to wait for it; the callback’s first argument is then an error, or null.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: FORGOTTEN,
      title: 'Forgotten',
      prediction: definePrediction({
        question:
          'The server forgets to answer. What happens to the first callback, the one without a timeout?',
        answers: {
          error: 'It gets an error after a while',
          empty: 'It gets undefined',
          never: 'It is never called',
        },
        by: 'run',
        verdict: (traffic) => {
          const said = saidIn(traffic, 'client');
          if (!said.some((text) => text.includes(TIMED_OUT))) return null;
          return isLeftUnanswered(traffic) ? 'never' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'client').some((text) => text.includes(TIMED_OUT)),
      missing: (traffic) =>
        eventsIn(traffic, 'client', 'store').length === 0
          ? 'No event named store has passed.'
          : `No question has ended with “${TIMED_OUT}”.`,
      waiting: (traffic) =>
        heardIn(traffic, 'server', 'store').length > 0
          ? 'What was emitted has arrived; no answer yet.'
          : null,
      See: SeeForgotten,
    },
    {
      kind: 'experiment',
      id: CUT,
      title: 'Lost on its way',
      prediction: definePrediction({
        question:
          'The server stores a third event and is set to answer two seconds later; before that, the cable is cut. What does the callback get?',
        answers: {
          'not-stored': 'An error, and nothing was stored',
          stored: 'An error, though it was stored',
          'late-answer': 'The answer, a little later',
        },
        by: 'run',
        verdict: (traffic) => {
          const said = threeIn(traffic);
          if (said === undefined || said.includes(ANSWERED) || gaveUpFirst(traffic)) return null;
          return isStored(traffic) ? 'stored' : 'not-stored';
        },
      }),
      brings: LATE,
      Controls: ShowLate,
      action: { label: 'Run both, and cut the cable before the answer', run: runAndSwallow },
      until: (traffic) => threeIn(traffic) !== undefined,
      missing: () => 'The client has printed nothing that begins with “three”.',
      waiting: (traffic) =>
        saidIn(traffic, 'server').length > 0 ? 'The server has the event; no answer yet.' : null,
      See: SeeCut,
    },
  ],
  notes: {
    minutes: 7,
    say: 'After the second one, ask for a show of hands: should the client emit it again? Then it would be stored twice. That is why events like this carry an id of their own.',
    ask: 'What does an acknowledgement prove?',
    answer:
      'That a line of the other end’s code called the function. It does not prove that the event was handled without an error, or that anything was stored.',
  },
};

/** Desks that have had the programs of the second task: what a student makes of them is run. */
const late = new WeakSet<CodeDesk>();

/** Puts the programs of the second task there to be read, before it is answered and run. */
function ShowLate() {
  const { run } = useLesson();
  const desk = run.desks.current;
  return desk && <LateCode desk={desk} />;
}

function LateCode({ desk }: { readonly desk: CodeDesk }) {
  useDesk(desk);
  if (late.has(desk) && desk.isEdited) return null;
  return (
    <p>
      This task brings other programs: the server answers 2 s later, and the client waits 4 s.{' '}
      <Button kind="quiet" onClick={() => bringLate(desk)}>
        Show its code
      </Button>
    </p>
  );
}

function bringLate(desk: CodeDesk): void {
  late.add(desk);
  desk.set(LATE);
}

async function runAndSwallow(lab: LabSession, run: LessonRun): Promise<void> {
  const desk = run.desks.current;
  if (desk && !(late.has(desk) && desk.isEdited)) bringLate(desk);
  await runBoth(lab, run);
  const { capture } = lab;
  const begun = capture.code.findLast(({ end, kind }) => end === 'client' && kind === 'started')?.at ?? 0;
  const isStored = () =>
    capture.code.some(({ end, kind, at }) => end === 'server' && kind === 'log' && at >= begun);
  await untilRan(lab, () => isStored() || undefined, 'the server printed nothing');
  await cutSessions(lab, 'black hole');
}

const isAboutThree = ({ end, kind, text }: CodeEvent) =>
  end === 'client' && kind === 'log' && text.startsWith('three');

const threeIn = ({ code }: Traffic) => code.find(isAboutThree)?.text;

/** Whether the client had stopped waiting before the server’s code answered what it had stored: then the cut stopped nothing. */
function gaveUpFirst(traffic: Traffic): boolean {
  const { code } = traffic;
  const gaveUp = code.find((event) => isAboutThree(event) && event.text.includes(TIMED_OUT));
  const answered = code.find(({ end, kind }) => end === 'server' && kind === 'reply');
  return gaveUp !== undefined && isStored(traffic) && !(answered && answered.at < gaveUp.at);
}

const isStored = (traffic: Traffic) => saidIn(traffic, 'server').some((text) => text.startsWith('stored'));

/** Whether both events have reached the server, and its code has answered neither. */
const isLeftUnanswered = (traffic: Traffic) =>
  heardIn(traffic, 'server', 'store').length >= 2 &&
  !traffic.code.some(({ end, kind }) => end === 'server' && kind === 'reply');

const storeOf = (traffic: Traffic, place: number) => eventsIn(traffic, 'client', 'store')[place];

function SeeForgotten() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(FORGOTTEN);
  const answers = acksIn(traffic, 'server').length;
  const events = eventsIn(traffic, 'client', 'store');
  const isFirstWaiting =
    events.length > 1 && !saidIn(traffic, 'client').some((text) => text.startsWith('one'));
  const asked = traffic.code.filter(({ end, kind }) => end === 'client' && kind === 'emit').at(-1);
  const gaveUp = traffic.code.find(
    ({ end, kind, text }) => end === 'client' && kind === 'log' && text.includes(TIMED_OUT),
  );
  if (answers > 0) {
    return (
      <p>
        In this run the server answered {inWords(answers)} of the questions, and one that it left unanswered
        ended with “{TIMED_OUT}”.
      </p>
    );
  }
  return (
    <p>
      {events.length > 0 && (
        <>
          <Phrase unit={events[0]?.unit}>What was emitted</Phrase> arrived, and no packet came back.{' '}
        </>
      )}
      The <Phrase unit={events.at(-1)?.unit}>question with a timeout</Phrase> gave up
      {asked && gaveUp && <> {milliseconds(asked.at, gaveUp.at)} after its line had run</>}: “{TIMED_OUT}”.{' '}
      {isFirstWaiting &&
        'The other callback still waits. It gets no error, ever: when the connection ends, the library forgets it.'}
    </p>
  );
}

function SeeCut() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(CUT);
  const said = threeIn(traffic);
  if (said?.includes(ANSWERED)) return <p>The answer came: in this run no cut had stopped it.</p>;
  if (gaveUpFirst(traffic))
    return (
      <p>
        The client gave up before the server had answered: in this run there was no answer that a cut could
        have stopped.
      </p>
    );
  if (!isStored(traffic))
    return <p>The client printed “{said}”, and in this run the server stored nothing.</p>;
  return (
    <p>
      <Phrase unit={storeOf(traffic, 0)?.unit}>Your event</Phrase> was stored: the server’s console says so.
      No answer came through, and the client printed “{said}”. An error here means that no answer came, not
      that nothing was done.
    </p>
  );
}
