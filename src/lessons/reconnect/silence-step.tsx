import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { runBoth, saidIn, untilOnWebSocket } from '../parts/programs';
import { enginePackets, textOf } from '../parts/socket-io';
import { milliseconds, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { TICKED_CLIENT, tickingServer, untilTicked } from './ticks';

const SILENCE = 'silence';
const OPTIONS = `
  pingInterval: 1000, // usually 25000
  pingTimeout: 800, // usually 20000
`;

export const silenceStep: Step = {
  id: 'silence',
  title: 'A cut that nobody hears of',
  picture: 'code',
  isAboutHeartbeats: true,
  code: { server: tickingServer(OPTIONS), clients: [TICKED_CLIENT] },
  Prose() {
    return (
      <p>
        This time the cable swallows everything, without a word to either end. What is left is the{' '}
        <Term of="heartbeat">heartbeat</Term>: the server pings, with Engine.IO’s packet 2, and the client
        answers 3. The times are shortened in the server’s code.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: SILENCE,
      prediction: definePrediction({
        question: 'When does the client’s disconnect event come?',
        answers: {
          'at-once': 'At once',
          'after-timeout': 'When no ping has come for pingInterval + pingTimeout',
          never: 'Never: the connection looks fine',
        },
        verdict: (traffic) => {
          const took = noticedAfter(traffic);
          return took === null ? null : took < 300_000 ? 'at-once' : 'after-timeout';
        },
      }),
      action: { label: 'Run both, and swallow everything', run: runAndSwallow },
      until: (traffic) => noticedAfter(traffic) !== null,
      waiting: (traffic) => (cutAt(traffic) === null ? null : 'The cable is dead. Neither end knows.'),
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Engine.IO’s ping is a message like any other, packet 2 in a text frame; it is not WebSocket’s ping frame. Look at the opcode.',
    ask: 'Why does the client watch the pings, and not only the server the pongs?',
    answer:
      'After a silent cut neither hears of the other, and each has something to do: the server forgets the session, the client connects again. It waits for pingInterval and pingTimeout together (Engine.IO protocol, Heartbeat).',
  },
};

async function runAndSwallow(lab: LabSession, run: LessonRun): Promise<void> {
  await runBoth(lab, run);
  await untilOnWebSocket(lab);
  await untilTicked(lab, 2);
  await cutSessions(lab, 'black hole');
}

/** When the first of these connections was cut. */
function cutAt({ capture, units }: Traffic): number | null {
  const ids = new Set(units.map(({ connection }) => connection));
  const cuts = capture.connections
    .filter(({ id }) => ids.has(id))
    .flatMap(({ impairments }) => impairments.filter(({ impairment }) => impairment.cut === 'black hole'));
  return cuts[0]?.at ?? null;
}

/** From the cut to the client's `disconnect`, microseconds. */
function noticedAfter(traffic: Traffic): number | null {
  const cut = cutAt(traffic);
  const noticed = traffic.code.find(
    ({ end, kind, text, at }) =>
      end === 'client' && kind === 'log' && text.startsWith('disconnected') && cut !== null && at > cut,
  );
  return cut === null || !noticed ? null : noticed.at - cut;
}

/** What the server said in its open packet, milliseconds. */
function intervalsIn(open: string): { readonly pingInterval?: number; readonly pingTimeout?: number } | null {
  try {
    return JSON.parse(open.slice(1));
  } catch {
    return null;
  }
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(SILENCE);
  const ping = enginePackets(traffic, 'ping', 'server').findLast(({ at }) => at < (cutAt(traffic) ?? 0));
  const said = saidIn(traffic, 'client').find((text) => text.startsWith('disconnected'));
  const [opened] = enginePackets(traffic, 'open');
  const intervals = opened && intervalsIn(textOf(traffic, opened));
  return (
    <p>
      “{said}”, {milliseconds(0, noticedAfter(traffic) ?? 0)} after the cut, with{' '}
      <Phrase unit={opened}>
        pingInterval {intervals?.pingInterval} ms and pingTimeout {intervals?.pingTimeout} ms
      </Phrase>
      .{' '}
      {ping && (
        <>
          The last <Phrase unit={ping}>ping</Phrase> had come before it.{' '}
        </>
      )}
      With the usual times it may take 45 s; until then everything that you emit goes nowhere.
    </p>
  );
}
