import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { untilCaptured } from '../parts/opened';
import { heardIn, runBoth, saidIn } from '../parts/programs';
import { acksIn, eventsIn } from '../parts/socket-io';
import { inWords, milliseconds, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const FORGOTTEN = 'forgotten';
const CUT = 'cut';
const TIMED_OUT = 'operation has timed out';

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
    setTimeout(() => answer('ok'), 2200);
  });
});
`;

const ASKING = `const socket = io({ transports: ['websocket'] });

socket.timeout(2500).emit('store', 'three', (error) => {
  console.log('three:', error ? error.message : 'was answered');
});
`;

export const lostStep: Step = {
  id: 'lost',
  title: 'When no answer comes',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        An acknowledgement is sent by the code of the other end, if it thinks of it. <code>timeout(ms)</code>{' '}
        says how long to wait; its callback then gets an error first.
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
          'The server forgets to answer. What becomes of the first callback, the one without a timeout?',
        answers: {
          error: 'It gets an error after a while',
          empty: 'It gets undefined',
          never: 'It is never called',
        },
        verdict: (traffic) => {
          const said = saidIn(traffic, 'client');
          if (!said.some((text) => text.includes(TIMED_OUT))) return null;
          return said.some((text) => text.startsWith('one')) ? 'empty' : 'never';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => saidIn(traffic, 'client').some((text) => text.includes(TIMED_OUT)),
      waiting: (traffic) =>
        heardIn(traffic, 'server', 'store').length > 0 ? 'Both have arrived; nobody answers.' : null,
      See: SeeForgotten,
    },
    {
      kind: 'experiment',
      id: CUT,
      title: 'Lost on its way',
      prediction: definePrediction({
        question:
          'The server stores it, and answers; the cable is cut before that. What does the client hear, and what is true?',
        answers: {
          'not-stored': 'An error, and nothing was stored',
          stored: 'An error, though it was stored',
          'late-answer': 'The answer, a little later',
        },
        verdict: (traffic) => {
          const said = saidIn(traffic, 'client').find((text) => text.startsWith('three'));
          if (said === undefined) return null;
          if (!said.includes(TIMED_OUT)) return 'late-answer';
          return saidIn(traffic, 'server').some((text) => text.startsWith('stored'))
            ? 'stored'
            : 'not-stored';
        },
      }),
      action: { label: 'Run it, and cut the cable under the answer', run: runAndSwallow },
      until: (traffic) => saidIn(traffic, 'client').some((text) => text.startsWith('three')),
      waiting: (traffic) =>
        saidIn(traffic, 'server').length > 0 ? 'It is stored. The cable swallows the answer.' : null,
      See: SeeCut,
    },
  ],
  notes: {
    minutes: 7,
    say: 'After the second one, ask for a show of hands: emit it again? Then it is stored twice. That is why such requests carry an id of their own.',
    ask: 'What does an acknowledgement prove?',
    answer:
      'That a line of the other end’s code called the function. Not that the event was handled without an error, and not that anything was stored.',
  },
};

async function runAndSwallow(lab: LabSession, run: LessonRun): Promise<void> {
  run.desks.current?.set({ server: ANSWERING, clients: [ASKING] });
  await runBoth(lab, run);
  const { capture } = lab;
  const begun = capture.code.findLast(({ end, kind }) => end === 'client' && kind === 'started')?.at ?? 0;
  const isStored = () =>
    capture.code.some(({ end, kind, at }) => end === 'server' && kind === 'log' && at >= begun);
  await untilCaptured(capture, () => isStored() || undefined);
  await cutSessions(lab, 'black hole');
}

const storeOf = (traffic: Traffic, place: number) => eventsIn(traffic, 'client', 'store')[place];

function SeeForgotten() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(FORGOTTEN);
  const answers = acksIn(traffic, 'server').length;
  const asked = traffic.code.filter(({ end, kind }) => end === 'client' && kind === 'emit').at(-1);
  const gaveUp = traffic.code.find(
    ({ end, kind, text }) => end === 'client' && kind === 'log' && text.includes(TIMED_OUT),
  );
  if (answers > 0) {
    return (
      <p>
        In this run the server answered {inWords(answers)} of the questions, so only what it left unanswered
        ended with “{TIMED_OUT}”.
      </p>
    );
  }
  return (
    <p>
      Both <Phrase unit={storeOf(traffic, 0)?.unit}>questions</Phrase> arrived, and no packet came back. The{' '}
      <Phrase unit={storeOf(traffic, 1)?.unit}>one with a timeout</Phrase> gave up
      {asked && gaveUp && <> {milliseconds(asked.at, gaveUp.at)} after its line had run</>}: “{TIMED_OUT}”.
      The other still waits, and will for as long as the page lives.
    </p>
  );
}

function SeeCut() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(CUT);
  if (!saidIn(traffic, 'client').some((text) => text.includes(TIMED_OUT))) {
    return <p>This time the answer was quicker than the cut, and came through. Run it again.</p>;
  }
  return (
    <p>
      <Phrase unit={storeOf(traffic, 0)?.unit}>Your event</Phrase> was stored: the server’s console says so.
      Its answer went into a dead cable, and the client says “{TIMED_OUT}”. An error here means that no answer
      came, not that nothing was done.
    </p>
  );
}
