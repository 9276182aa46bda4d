import { definePrediction, type Step } from '../define';
import { heardIn, runBoth, saidIn } from '../parts/programs';
import { socketIoPackets, textOf } from '../parts/socket-io';
import { Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const REFUSED = 'refused';
const SENT_AWAY = 'sent-away';

const SERVER = `io.use((socket, next) => {
  if (socket.handshake.auth.name) next();
  else next(new Error('who are you?'));
});

io.on('connection', (socket) => {
  setTimeout(() => socket.disconnect(), 300);
});
`;

const CLIENT = `const socket = io({
  transports: ['websocket'],
  auth: {},
});

socket.on('connect', () => {
  console.log('connected');
});
socket.on('connect_error', (error) => {
  console.log('refused:', error.message);
});
socket.on('disconnect', (reason) => {
  console.log('ended:', reason);
  console.log('tries again:', socket.active);
});
`;

export const refusedStep: Step = {
  id: 'refused',
  title: 'When it fails, and when it ends',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        Some events come from the library itself, and their names are reserved. At this server, a{' '}
        <Term of="middleware">middleware</Term> refuses a client without a name; a client with a name is let
        in, and disconnected after 0.3 s.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: REFUSED,
      title: 'Refused',
      prediction: definePrediction({
        question: 'The middleware refuses this client. Which listener runs at the client?',
        answers: {
          'connect-error': 'The one for connect_error',
          disconnect: 'The one for disconnect',
          none: 'None of the three',
        },
        by: 'run',
        verdict: (traffic) => {
          const isRefused = packetOf(traffic, 'connect_error') !== undefined;
          return isRefused && heardIn(traffic, 'client', 'connect_error').length > 0 ? 'connect-error' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => heardIn(traffic, 'client', 'connect_error').length > 0,
      missing: (traffic) =>
        `${packetOf(traffic, 'connect_error') ? 'The client was refused, and' : isAdmitted(traffic) ? 'The server let the client in, and' : 'So far'} no listener has run for connect_error.`,
      focus: (traffic) => {
        const unit = packetOf(traffic, 'connect_error')?.unit;
        return unit ? { unit, range: null } : null;
      },
      See: SeeRefused,
    },
    {
      kind: 'experiment',
      id: SENT_AWAY,
      title: 'Sent away',
      prediction: definePrediction({
        question:
          "Give it a name, auth: { name: 'Ada' }. The server lets it in, and then disconnects it. What does the client do?",
        answers: {
          again: 'It connects again by itself, as after a cut',
          away: 'It stays away',
        },
        by: 'run',
        verdict: (traffic) => {
          const tries = saidIn(traffic, 'client').find((text) => text.startsWith('tries again:'));
          if (tries === undefined || !packetOf(traffic, 'disconnect')) return null;
          return tries.endsWith('true') ? 'again' : 'away';
        },
      }),
      byHand: { does: 'give it a name', end: 'client', line: 3 },
      until: (traffic) => saidIn(traffic, 'client').some((text) => text.startsWith('tries again:')),
      waiting: (traffic) => {
        if (traffic.code.length === 0) return 'Change line 3 of the client’s code, and run it.';
        if (heardIn(traffic, 'client', 'connect_error').length > 0)
          return 'It was refused again: the server wants a name in auth.';
        return isAdmitted(traffic) ? 'It was let in, and is connected so far.' : null;
      },
      focus: (traffic) => {
        const unit = packetOf(traffic, 'disconnect')?.unit;
        return unit ? { unit, range: null } : null;
      },
      See: SeeSentAway,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Every client should listen to these two events. Without that, “it does not work” is all that anybody ever hears.',
    ask: 'A token has expired, and the server refuses. What must the client do before it connects again?',
    answer:
      'Put a new token into socket.auth, then call socket.connect(): after a CONNECT_ERROR from the server, the client does not try again by itself. If auth is a function, it is called for each CONNECT.',
  },
};

/** The newest packet of this kind from the server. */
function packetOf(traffic: Traffic, wanted: 'connect_error' | 'disconnect') {
  return socketIoPackets(traffic).findLast(({ sender, kind }) => sender === 'server' && kind === wanted);
}

/** Whether the server has answered a CONNECT with CONNECT. */
const isAdmitted = (traffic: Traffic) =>
  socketIoPackets(traffic).some(({ sender, kind }) => sender === 'server' && kind === 'connect');

function SeeRefused() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(REFUSED);
  const packet = packetOf(traffic, 'connect_error');
  const said = saidIn(traffic, 'client').find((text) => text.startsWith('refused:'));
  if (!packet) {
    return (
      <p>
        The listener of connect_error ran, and the server sent no CONNECT_ERROR: the connection itself failed.
      </p>
    );
  }
  return (
    <p>
      The CONNECT was answered with <Phrase unit={packet.unit}>{textOf(traffic, packet.unit)}</Phrase>, a
      CONNECT_ERROR{said && `, and the client printed “${said}”`}. It was never connected, so nothing was
      disconnected. It does not try again by itself: a client that was refused has to call{' '}
      <code>socket.connect()</code>, with other <code>auth</code>.
    </p>
  );
}

function SeeSentAway() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(SENT_AWAY);
  const packet = packetOf(traffic, 'disconnect');
  const said = saidIn(traffic, 'client').find((text) => text.startsWith('ended:'));
  if (!packet) {
    return <p>{said && `The client printed “${said}”. `}In this run no DISCONNECT of the server had come.</p>;
  }
  return (
    <p>
      <Phrase unit={packet.unit}>{textOf(traffic, packet.unit)}</Phrase> is DISCONNECT
      {said && `, and the client printed “${said}”`}. It takes that as intended: <code>socket.active</code> is
      false, and only <code>socket.connect()</code> brings it back. After a cut, with “transport close” or
      “ping timeout”, it comes back by itself.
    </p>
  );
}
