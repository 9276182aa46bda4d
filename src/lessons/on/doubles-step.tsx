import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { packetsOf } from '../../timeline/packets';
import { sessionOf } from '../../timeline/session';
import { type ControlsProps, definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { CutButton } from '../parts/cut-button';
import { heardIn, runBoth, untilOnWebSocket, untilRan } from '../parts/programs';
import { eventsIn, type SocketIoPacket, sessionsIn } from '../parts/socket-io';
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
        <code>connect</code> fires for every connection, even when the client has reconnected by itself. Here
        a listener for <code>news</code> is registered within it; the server emits <code>news</code> once for
        each connection. The pause before reconnecting is about 0.2 s here.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: DOUBLES,
      prediction: definePrediction({
        question:
          'The cable is cut, and the client reconnects. The server emits “news” once more: how often is it printed?',
        answers: { once: 'Once', twice: 'Twice' },
        by: 'run',
        verdict: (traffic) => {
          const ran = ranOf(traffic, 'first');
          if (ran?.before !== 1) return null;
          return ran.after === 2 ? 'twice' : ran.after === 1 ? 'once' : null;
        },
      }),
      action: { label: 'Run both, and cut the cable', run: runAndCut },
      until: (traffic) => (ranOf(traffic, 'first')?.after ?? 0) > 0,
      missing: (traffic) => {
        if (heardIn(traffic, 'client', 'news').length === 0)
          return 'No listener of the client has run for news.';
        return ranOf(traffic, 'first') === null
          ? 'The news of a second connection has not come.'
          : 'No listener has run for the news of the second connection.';
      },
      waiting: (traffic) =>
        sessionsIn(traffic).length === 1 && heardIn(traffic, 'client', 'news').length > 0
          ? 'The first news has come. The client has not come back yet.'
          : null,
      See: SeeDoubles,
    },
    {
      kind: 'challenge',
      id: FIXED,
      title: 'Fix it',
      goal: 'Change the client’s code so that it prints each “news” once, even after a cut. Run it, then cut the cable.',
      by: 'run',
      Controls: CutControls,
      missing: (traffic) => {
        if (heardIn(traffic, 'client', 'news').length === 0)
          return 'No listener for news has run since this goal began: change the code, and run it.';
        const ran = ranOf(traffic, 'last');
        if (ran === null) return 'A listener has run; now cut the cable, and let the client come back.';
        if (ran.after === 0)
          return 'The client is back, and no listener has run for the news that came then.';
        return ran.after === 1
          ? null
          : `After the return, one packet made the listener run ${inWords(ran.after)} times.`;
      },
      hints: [
        'A listener belongs to the socket, not to the connection: it outlives the cut.',
        'Register it beside connect, not within it.',
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
    say: 'This is the bug behind “my messages come twice, then three times”: one more listener for each reconnection.',
    ask: 'In React, what does an effect without a clean-up do to a listener?',
    answer:
      'Each run of the effect adds another listener: at each change of what it depends on, and in development twice at the beginning (StrictMode). Its clean-up must call off() with the same function.',
  },
};

async function runAndCut(lab: LabSession, run: LessonRun): Promise<void> {
  await runBoth(lab, run);
  await untilOnWebSocket(lab);
  const { capture } = lab;
  const begun = capture.code.findLast(({ end, kind }) => end === 'client' && kind === 'started')?.at ?? 0;
  const heard = () =>
    capture.code.some(
      ({ end, kind, text, at }) => end === 'client' && kind === 'listener' && text === 'news' && at >= begun,
    );
  await untilRan(lab, () => heard() || undefined, 'no listener of the client ran for news');
  await cutSessions(lab, 'reset');
}

/** How often a packet with news made a listener run: the first one, and the first or last one of a later session. */
interface Ran {
  readonly before: number;
  readonly after: number;
  readonly packet: SocketIoPacket;
}

/** Null until a later session has brought news. */
function ranOf(traffic: Traffic, which: 'first' | 'last'): Ran | null {
  const { capture } = traffic;
  const [first, ...others] = eventsIn(traffic, 'server', 'news');
  const later = others.filter(
    ({ unit }) => sessionOf(capture, unit) !== (first && sessionOf(capture, first.unit)),
  );
  const packet = later.at(which === 'first' ? 0 : -1);
  if (!first || !packet) return null;
  const heard = new Set(heardIn(traffic, 'client', 'news').map(({ id }) => id));
  const runs = ({ unit }: SocketIoPacket) =>
    packetsOf(capture)
      .linesOf(unit)
      .filter(({ id }) => heard.has(id)).length;
  return { before: runs(first), after: runs(packet), packet };
}

function CutControls({ task }: ControlsProps) {
  return <CutButton task={task} />;
}

function SeeDoubles() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(DOUBLES);
  const ran = ranOf(traffic, 'first');
  if (!ran) return null;
  const { before, after, packet } = ran;
  const times = after === 1 ? 'Once' : after === 2 ? 'Twice' : `${capitalised(inWords(after))} times`;
  if (after <= before) {
    return (
      <p>
        {times} for the <Phrase unit={packet.unit}>packet</Phrase> after the return: in this run no listener
        was added.
      </p>
    );
  }
  return (
    <p>
      {times} for one <Phrase unit={packet.unit}>packet</Phrase>:{' '}
      {before === 1 && after === 2
        ? 'the first connect had registered a listener, the second registered another, and both are still there.'
        : 'what the first connect had registered is still there, and the second registered more.'}{' '}
      The wire carried it once; the doubling happened in the page.
    </p>
  );
}
