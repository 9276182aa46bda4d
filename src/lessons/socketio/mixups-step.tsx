import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { enginePackets, textOf } from '../parts/socket-io';
import { Phrase } from '../prose';
import { answeredOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const PLAIN = 'plain-to-socketio';
const REVERSE = 'socketio-to-plain';

export const mixupsStep: Step = {
  id: 'mixups',
  title: 'They do not understand each other',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        A Socket.IO client cannot talk to a plain WebSocket server, nor a plain WebSocket to a Socket.IO
        server. Its documentation says so; here is what it looks like.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: PLAIN,
      title: 'A WebSocket to Socket.IO',
      code: "socket = new WebSocket('…/socket.io/?EIO=4&transport=websocket')\nsocket.send('hello')",
      prediction: definePrediction({
        question: 'A plain WebSocket opens the Socket.IO address, and sends hello. What happens?',
        answers: {
          refused: 'The handshake fails',
          event: 'It opens; hello arrives as an event',
          ended: 'It opens, and hello ends it',
        },
        verdict: (traffic) => {
          const status = answeredOf(traffic)?.answered.status;
          if (status === undefined) return null;
          if (status !== 101) return 'refused';
          return hasClosed(traffic) ? 'ended' : null;
        },
      }),
      action: { label: 'Open it, and send hello', run: sendHello },
      until: hasClosed,
      See: SeePlain,
    },
    {
      kind: 'experiment',
      id: REVERSE,
      title: 'Socket.IO to a WebSocket server',
      code: "io({ path: '/ws', reconnection: false })",
      prediction: definePrediction({
        question: 'io() is pointed at a plain WebSocket echo. What does it get?',
        answers: {
          connect: 'connect',
          error: 'connect_error: its first request is an ordinary GET',
          nothing: 'Nothing, ever',
        },
        verdict: (traffic) => {
          const status = answeredOf(traffic)?.answered.status;
          return status === undefined ? null : status === 200 ? 'connect' : 'error';
        },
      }),
      action: { label: 'Connect it', run: connectToEcho },
      until: (traffic) => answeredOf(traffic) !== null,
      See: SeeReverse,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Half of the questions about Socket.IO come from mixing the two. The wire shows it in one look.',
    ask: 'What would a client in another language need to speak with a Socket.IO server?',
    answer:
      'Both protocols, Engine.IO and Socket.IO, on top of a WebSocket library or of HTTP: a WebSocket library alone will not do.',
  },
};

async function sendHello(lab: LabSession): Promise<void> {
  await lab.runServer(null);
  const opened = lab.openWebSocket({ path: 'socket.io/?EIO=4&transport=websocket' });
  const { socket } = opened;
  socket.addEventListener('open', () => opened.send('hello'), { once: true });
  await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
}

async function connectToEcho(lab: LabSession): Promise<void> {
  const { io } = await lab.openSocketIo({ path: '/ws', reconnection: false });
  await new Promise((resolve) => {
    io.once('connect_error', resolve);
    io.once('connect', () => resolve(null));
  });
}

function hasClosed({ calls }: Traffic): boolean {
  return calls.some(({ kind }) => kind === 'close');
}

function SeePlain() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(PLAIN);
  const opened = enginePackets(traffic, 'open', 'server')[0];
  const hello = traffic.units.find(
    ({ layer, sender, kind }) => layer === 'websocket' && sender === 'client' && kind === 'text',
  );
  const closed = traffic.calls.find(({ kind }) => kind === 'close');
  return (
    <p>
      The handshake is plain WebSocket, so it worked, and the server spoke first:{' '}
      <Phrase unit={opened}>{opened ? `${textOf(traffic, opened).slice(0, 24)}…` : 'its open packet'}</Phrase>
      . Your <Phrase unit={hello}>hello</Phrase> begins with h, which is no packet type of Engine.IO: the
      server ended the connection, and onclose said {closed?.detail || 'no more than that'}.
    </p>
  );
}

function SeeReverse() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(REVERSE);
  const answered = answeredOf(traffic);
  return (
    <p>
      Its first <Phrase unit={answered?.request}>request</Phrase> was an ordinary GET, and the echo’s address
      answered <Phrase unit={answered?.response}>{answered?.answered.status}</Phrase>: it wants an upgrade.
      io() reports connect_error, “xhr poll error”. With transports: ['websocket'] it would get further, and
      wait for an open packet that never comes.
    </p>
  );
}
