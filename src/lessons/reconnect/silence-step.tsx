import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { runBoth, untilOnWebSocket } from '../parts/programs';
import { enginePackets, textOf } from '../parts/socket-io';
import { milliseconds, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { useRestingConsoles } from './resting';
import { TICKED_CLIENT, tickingServer, untilTicked } from './ticks';

const SILENCE = 'silence';
const OPTIONS = `
  pingInterval: 1000, // by default 25000
  pingTimeout: 800, // by default 20000
`;

export const silenceStep: Step = {
  id: 'silence',
  title: 'A cut that nobody notices',
  picture: 'code',
  isAboutHeartbeats: true,
  code: { server: tickingServer(OPTIONS), clients: [TICKED_CLIENT] },
  Prose() {
    return (
      <p>
        This time the cable swallows everything, and neither end is told. What is left is the{' '}
        <Term of="heartbeat">heartbeat</Term>: the server sends a ping, Engine.IO’s packet 2, and the client
        answers with a pong, 3. Its times are shortened in the server’s code.
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
          'after-timeout': 'After pingInterval + pingTimeout without a ping',
          never: 'Never: the line just looks quiet',
        },
        verdict: (traffic) => {
          const took = noticedAfter(traffic);
          if (took === null) return null;
          if (lastReason(traffic)?.includes('ping timeout')) return 'after-timeout';
          return took < 300_000 ? 'at-once' : null;
        },
      }),
      action: { label: 'Run both, and swallow everything', run: runAndSwallow },
      until: (traffic) => noticedAfter(traffic) !== null,
      missing: (traffic) =>
        cutAt(traffic) === null
          ? 'Nothing has been cut.'
          : 'The cable is cut, and the client has printed nothing that begins with “disconnected”.',
      waiting: (traffic) =>
        cutAt(traffic) === null ? null : 'The cable is cut. The client has not noticed.',
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Engine.IO’s ping is packet 2 in an ordinary text frame; it is not WebSocket’s ping frame. Look at the opcode.',
    ask: 'Why does the client watch for pings, when the server already watches for pongs?',
    answer:
      'After a silent cut neither hears from the other, and each has something to do: the server ends the session, the client connects again. The client waits for pingInterval and pingTimeout together (Engine.IO protocol, “Heartbeat”).',
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
  const [cut, noticed] = [cutAt(traffic), noticedIn(traffic)];
  return cut === null || !noticed ? null : noticed.at - cut;
}

/** The client’s line about its end, after the cut. */
function noticedIn(traffic: Traffic) {
  const cut = cutAt(traffic);
  return traffic.code.find(
    ({ end, kind, text, at }) =>
      end === 'client' && kind === 'log' && text.startsWith('disconnected') && cut !== null && at > cut,
  );
}

const lastReason = (traffic: Traffic) => noticedIn(traffic)?.text;

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
  useRestingConsoles(noticedIn(traffic)?.at);
  const cut = cutAt(traffic) ?? 0;
  const ping = enginePackets(traffic, 'ping', 'server').findLast(({ at }) => at < cut);
  const [opened] = enginePackets(traffic, 'open');
  const intervals = opened && intervalsIn(textOf(traffic, opened));
  return (
    <p>
      “{lastReason(traffic)}”:{' '}
      {ping ? (
        <>
          {milliseconds(ping.at, cut + (noticedAfter(traffic) ?? 0))} after the last{' '}
          <Phrase unit={ping}>ping</Phrase>,{' '}
        </>
      ) : (
        opened && <>{milliseconds(opened.at, cut + (noticedAfter(traffic) ?? 0))} after the open packet, </>
      )}
      {milliseconds(0, noticedAfter(traffic) ?? 0)} after the cut. The server’s{' '}
      <Phrase unit={opened}>open packet</Phrase> said pingInterval {intervals?.pingInterval} ms and
      pingTimeout {intervals?.pingTimeout} ms, and the client waits for their sum after the open packet and
      after each ping. With the default times it can take 45 s, and what you emit until then is lost.
    </p>
  );
}
