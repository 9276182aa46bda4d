import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { enginePackets } from '../parts/socket-io';
import { Phrase } from '../prose';
import { answeredOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

export const PLAIN = 'plain-to-socketio';
const REVERSE = 'socketio-to-plain';

export const mixupsStep: Step = {
  id: 'mixups',
  title: 'Can the two be mixed?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        Socket.IO uses a WebSocket where it can. So why not use a plain WebSocket at one end, and Socket.IO at
        the other? Try it both ways.
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
        question:
          'A plain WebSocket opens the address of the Socket.IO server, and sends hello. What happens?',
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
        question: 'io() is pointed at a plain WebSocket echo. Which event does it report?',
        answers: {
          connect: 'connect',
          error: 'connect_error',
          nothing: 'Neither of the two',
        },
        by: 'run',
        verdict: (traffic, run) => {
          // The client may report before the tap has told of the answer.
          const reported = answeredOf(traffic) && reportedIn(run);
          return reported === null ? null : reported === '' ? 'connect' : 'error';
        },
      }),
      action: { label: 'Connect it', run: connectToEcho },
      until: (traffic, run) => answeredOf(traffic) !== null && reportedIn(run) !== null,
      See: SeeReverse,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Many questions about Socket.IO come from mixing the two. The wire shows at once what is wrong.',
    ask: 'What does a client in another language need to talk to a Socket.IO server?',
    answer:
      'Both protocols, Engine.IO and Socket.IO, on top of HTTP or of a WebSocket library. A WebSocket library alone is not enough.',
  },
};

async function sendHello(lab: LabSession): Promise<void> {
  await lab.runServer(null);
  const opened = lab.openWebSocket({ path: 'socket.io/?EIO=4&transport=websocket' });
  const { socket } = opened;
  socket.addEventListener('open', () => opened.send('hello'), { once: true });
  await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
}

async function connectToEcho(lab: LabSession, run: LessonRun): Promise<void> {
  const { io } = await lab.openSocketIo({ path: '/ws', reconnection: false });
  const reported = await new Promise<string>((resolve) => {
    io.once('connect_error', ({ message }) => resolve(message));
    io.once('connect', () => resolve(''));
  });
  run.tasks.witness(REVERSE, reported);
}

/** The message of the client's `connect_error`, empty for its `connect`; null before either. */
const reportedIn = (run: LessonRun) => (run.tasks.witnessed(REVERSE) ?? null) as string | null;

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
      The handshake is that of any WebSocket, so it succeeded, and the server spoke first:{' '}
      <Phrase unit={opened}>its open packet</Phrase>. Your <Phrase unit={hello}>hello</Phrase> begins with h,
      which is not a packet type of Engine.IO. The server ended the connection, and onclose said{' '}
      {closed?.detail || 'no more than that'}.
    </p>
  );
}

function SeeReverse() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(REVERSE);
  const answered = answeredOf(traffic);
  return (
    <p>
      Its first <Phrase unit={answered?.request}>request</Phrase> was an ordinary GET, which is how Engine.IO
      begins, and it was answered <Phrase unit={answered?.response}>{answered?.answered.status}</Phrase>: the
      client adds a slash to its path, and there is nothing at <code>/ws/</code>. At <code>/ws</code> it would
      have found no Engine.IO either. The client reported{' '}
      {reportedIn(run) ? `connect_error, “${reportedIn(run)}”` : 'connect'}.
    </p>
  );
}
