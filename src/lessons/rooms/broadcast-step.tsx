import { packetsOf } from '../../timeline/packets';
import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { eventsIn, type SocketIoPacket, sessionsIn } from '../parts/socket-io';
import { capitalised, inWords, outOf, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { THREE_CLIENTS } from './texts';

export const BROADCAST = 'broadcast';
const EVERYONE = 'everyone';

const SERVER = `io.on('connection', (socket) => {
  if (io.sockets.sockets.size === 3) {
    socket.broadcast.emit('news', 'we are three');
  }
});
`;

export const broadcastStep: Step = {
  id: 'broadcast',
  title: 'Three clients, one emit',
  picture: 'code',
  code: { server: SERVER, clients: THREE_CLIENTS },
  Prose() {
    return (
      <p>
        Three clients run in this page, each with a connection and a console of its own; choose between them
        above their code. When the third has connected, the server emits: <code>socket.broadcast</code> is a{' '}
        <Term of="broadcast">broadcast</Term> to every client but that one.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BROADCAST,
      prediction: definePrediction({
        question: 'socket.broadcast.emit with three clients connected: how many frames leave the server?',
        answers: { one: 'One, which goes to all', two: 'Two', three: 'Three' },
        verdict: (traffic) => (reachedIn(traffic) === 2 ? 'two' : null),
      }),
      action: { label: 'Run all', run: runBoth },
      until: (traffic) => reachedIn(traffic) > 0,
      missing: (traffic) =>
        `${connected(sessionsIn(traffic).length)}, and no emit of news has reached anybody.`,
      waiting,
      focus: firstNews,
      See: SeeBroadcast,
    },
    {
      kind: 'experiment',
      id: EVERYONE,
      title: 'And io.emit?',
      prediction: definePrediction({
        question: 'Write io.emit in place of socket.broadcast.emit. How many frames now?',
        answers: { one: 'One, which goes to all', two: 'Two', three: 'Three' },
        verdict: (traffic) => (reachedIn(traffic) === 3 ? 'three' : null),
      }),
      byHand: { does: 'write io.emit', end: 'server', line: 3 },
      until: (traffic) => reachedIn(traffic) === 3,
      waiting: (traffic) => {
        if (traffic.code.length === 0) return 'Change line 3 of the server’s code, and run all.';
        const reached = reachedIn(traffic);
        return reached > 0 ? `That emit reached ${outOf(reached, 3)}: write io.emit.` : waiting(traffic);
      },
      focus: firstNews,
      See: SeeEveryone,
    },
  ],
  notes: {
    minutes: 7,
    say: 'A TCP connection has two ends, so no frame goes to many. A broadcast is a loop in the server.',
    ask: 'A thousand clients, ten messages a second: how many frames a second?',
    answer:
      'Ten thousand: one for each client and message, and one fewer for each message whose sender is left out with broadcast.',
  },
};

/** The packets of the server's last emit of news, once all of them have come. */
function newsOf(traffic: Traffic): readonly SocketIoPacket[] | null {
  const emit = traffic.code.findLast(
    ({ end, kind, text, packets }) =>
      end === 'server' && kind === 'emit' && text === 'news' && packets.length > 0,
  );
  if (!emit) return null;
  const index = packetsOf(traffic.capture);
  const made = new Set(emit.packets.map((ref) => index.unitOf(ref)));
  const packets = eventsIn(traffic, 'server', 'news').filter(({ unit }) => made.has(unit));
  return packets.length === emit.packets.length ? packets : null;
}

/** How many clients that emit reached; 0 before its packets have come. */
const reachedIn = (traffic: Traffic) => newsOf(traffic)?.length ?? 0;

function waiting(traffic: Traffic): string | null {
  const sessions = sessionsIn(traffic).length;
  return sessions > 0 ? `${connected(sessions)}.` : null;
}

const connected = (clients: number) =>
  `${capitalised(outOf(clients, 3))} ${clients === 1 ? 'is' : 'are'} connected`;

function firstNews(traffic: Traffic) {
  const unit = eventsIn(traffic, 'server', 'news')[0]?.unit;
  return unit ? { unit, range: null } : null;
}

function SeeBroadcast() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BROADCAST);
  const news = newsOf(traffic);
  if (!news) return null;
  const noun = news.every(({ transport }) => transport === 'websocket') ? 'frame' : 'packet';
  return (
    <p>
      One line, {inWords(news.length)} {news.length === 1 ? noun : `${noun}s`}:{' '}
      {news.map(({ unit }, at) => (
        <span key={unit.id}>
          {at > 0 && ', '}
          <Phrase unit={unit}>to :{traffic.capture.connection(unit.connection)?.client.port}</Phrase>
        </span>
      ))}
      . Each client has a connection of its own, so each needs a {noun} of its own.
    </p>
  );
}

function SeeEveryone() {
  const { run } = useLesson();
  const reached = reachedIn(run.tasks.traffic(EVERYONE));
  return (
    <p>
      {capitalised(inWords(reached))}, one for each client, the one that came last included. At the server,{' '}
      <code>socket.emit</code> reaches one client, <code>socket.broadcast.emit</code> all others, and{' '}
      <code>io.emit</code> all.
    </p>
  );
}
