import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { eventsIn, sessionsIn } from '../parts/socket-io';
import { capitalised, inWords, Phrase, Term } from '../prose';
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
        above their code. When the third has come, the server emits: <code>socket.broadcast</code> is a{' '}
        <Term of="broadcast">broadcast</Term> to everyone but that client.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BROADCAST,
      prediction: definePrediction({
        question: 'socket.broadcast.emit with three clients connected: how many frames leave the server?',
        answers: { one: 'One, that goes to all', two: 'Two', three: 'Three' },
        verdict: verdictOfNews,
      }),
      action: { label: 'Run all', run: runBoth },
      until: (traffic) => verdictOfNews(traffic) !== null,
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
        answers: { one: 'One, that goes to all', two: 'Two', three: 'Three' },
        verdict: (traffic) => (isToAll(traffic) ? verdictOfNews(traffic) : null),
      }),
      until: (traffic) => isToAll(traffic) && verdictOfNews(traffic) !== null,
      waiting: (traffic) =>
        traffic.code.length === 0 ? 'Change line 3 of the server’s code, and run all.' : waiting(traffic),
      focus: firstNews,
      See: SeeEveryone,
    },
  ],
  notes: {
    minutes: 7,
    say: 'TCP has two ends: there is no frame to many. A broadcast is a loop in the server.',
    ask: 'A thousand clients, ten messages a second: how many frames a second?',
    answer:
      'Ten thousand, one for each client and message; ten fewer for each sender that leaves itself out with broadcast.',
  },
};

/** The server's emit to several clients, once all its packets have come. */
function newsOf(traffic: Traffic) {
  const emit = traffic.code.findLast(
    ({ end, kind, text }) => end === 'server' && kind === 'emit' && text === 'news',
  );
  const packets = eventsIn(traffic, 'server', 'news');
  return emit && packets.length >= emit.packets.length ? { emit, packets } : null;
}

function verdictOfNews(traffic: Traffic): 'one' | 'two' | 'three' | null {
  const sent = newsOf(traffic)?.emit.packets.length ?? 0;
  return ([null, 'one', 'two', 'three'] as const)[sent] ?? null;
}

const isToAll = (traffic: Traffic) => newsOf(traffic)?.emit.packets.length === 3;

function waiting(traffic: Traffic): string | null {
  const sessions = sessionsIn(traffic).length;
  return sessions > 0 ? `${capitalised(inWords(sessions))} of three are connected.` : null;
}

function firstNews(traffic: Traffic) {
  const unit = eventsIn(traffic, 'server', 'news')[0]?.unit;
  return unit ? { unit, range: null } : null;
}

function SeeBroadcast() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BROADCAST);
  const news = eventsIn(traffic, 'server', 'news');
  return (
    <p>
      One line, {inWords(news.length)} frames:{' '}
      {news.map(({ unit }, at) => (
        <span key={unit.id}>
          {at > 0 && ', '}
          <Phrase unit={unit}>to :{traffic.capture.connection(unit.connection)?.client.port}</Phrase>
        </span>
      ))}
      . Each client has a connection of its own, so each needs a frame of its own.
    </p>
  );
}

function SeeEveryone() {
  const { run } = useLesson();
  const news = newsOf(run.tasks.traffic(EVERYONE));
  return (
    <p>
      {capitalised(inWords(news?.packets.length ?? 0))}, one for each, and the client that came last is among
      them. At the server, <code>socket.emit</code> is one client, <code>socket.broadcast.emit</code> all
      others, <code>io.emit</code> everyone.
    </p>
  );
}
