import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { type ControlsProps, definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { CutButton } from '../parts/cut-button';
import { untilCaptured } from '../parts/opened';
import { heardIn, runBoth, saidIn, untilOnWebSocket } from '../parts/programs';
import { eventsIn } from '../parts/socket-io';
import { capitalised, inWords, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const DOUBLES = 'doubles';
const FIXED = 'fixed';

const SERVER = `io.on('connection', (socket) => {
  socket.emit('news');
});
`;

const CLIENT = `const socket = io({ transports: ['websocket'], reconnectionDelay: 200 });

socket.on('connect', () => {
  socket.on('news', () => console.log('news'));
});
`;

export const doublesStep: Step = {
  id: 'doubles',
  title: 'A listener in a listener',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        <code>connect</code> comes with every connection, also when the client has reconnected by itself. Here
        a listener is registered within it; the server emits news once to whoever connects. The pause before
        reconnecting is shortened to 0.2 s.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: DOUBLES,
      prediction: definePrediction({
        question:
          'The cable is cut, and the client reconnects. The server emits news once: how often does the listener run?',
        answers: { once: 'Once', twice: 'Twice' },
        verdict: (traffic) => {
          const ran = ranAfterReturn(traffic);
          return ran === null ? null : ran > 1 ? 'twice' : 'once';
        },
      }),
      action: { label: 'Run both, and cut the cable', run: runAndCut },
      until: (traffic) => ranAfterReturn(traffic) !== null,
      waiting: (traffic) =>
        saidIn(traffic, 'client').length > 0 ? 'The cable is cut; the client waits, and tries again.' : null,
      See: SeeDoubles,
    },
    {
      kind: 'challenge',
      id: FIXED,
      title: 'Fix it',
      goal: 'Change the client’s code so that after a cut each news is printed once. Run it, then cut the cable.',
      Controls: CutControls,
      missing: (traffic) => {
        const ran = ranAfterReturn(traffic);
        if (heardIn(traffic, 'client', 'news').length === 0) return 'No listener for news has run yet.';
        if (ran === null) return 'It is printed; now cut the cable, and let the client come back.';
        return ran === 1 ? null : `After the return one event made the listener run ${inWords(ran)} times.`;
      },
      hints: [
        'A listener belongs to the socket, not to the connection: it outlives the cut.',
        'Register it beside connect, not within.',
      ],
      showMe: async (lab, run) => {
        const client = CLIENT.split('\n')[0];
        run.desks.current?.set({
          server: SERVER,
          clients: [`${client}\n\nsocket.on('news', () => console.log('news'));\n`],
        });
        await runAndCut(lab, run);
      },
    },
  ],
  notes: {
    minutes: 6,
    say: 'This is the bug behind “my messages come twice, then three times”: one more for each reconnect.',
    ask: 'In React, what does an effect without a clean-up do to a listener?',
    answer:
      'Each run of the effect adds another listener: with each change of what it depends on, and in development twice at the beginning (StrictMode). Its clean-up must call off() with the same function.',
  },
};

async function runAndCut(lab: LabSession, run: LessonRun): Promise<void> {
  await runBoth(lab, run);
  await untilOnWebSocket(lab);
  const { capture } = lab;
  const heard = () =>
    capture.code.some(({ end, kind, text }) => end === 'client' && kind === 'listener' && text === 'news');
  await untilCaptured(capture, () => heard() || undefined);
  await cutSessions(lab, 'reset');
}

/** How often the listener ran for the event after the second `connect`; null before it has run. */
function ranAfterReturn(traffic: Traffic): number | null {
  const connects = traffic.code.filter(
    ({ end, kind, text }) => end === 'client' && kind === 'listener' && text === 'connect',
  );
  const news = eventsIn(traffic, 'server', 'news');
  const returned = news[1];
  if (!returned) return null;
  const ran = heardIn(traffic, 'client', 'news').filter(
    ({ at }) => at >= (connects[1]?.at ?? returned.unit.at),
  );
  return ran.length === 0 ? null : ran.length;
}

function CutControls({ task }: ControlsProps) {
  return <CutButton task={task} />;
}

function SeeDoubles() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(DOUBLES);
  const news = eventsIn(traffic, 'server', 'news');
  const ran = ranAfterReturn(traffic) ?? 0;
  if (ran < 2) {
    return (
      <p>
        Once for the <Phrase unit={news[1]?.unit}>packet</Phrase> after the return: in this run the code did
        not register a second listener.
      </p>
    );
  }
  return (
    <p>
      {ran === 2 ? 'Twice' : `${capitalised(inWords(ran))} times`} for one{' '}
      <Phrase unit={news[1]?.unit}>packet</Phrase>: the first connect had registered a listener, the second
      registered another, and both are still there. The wire carried news once each time; it is the page that
      doubled it.
    </p>
  );
}
