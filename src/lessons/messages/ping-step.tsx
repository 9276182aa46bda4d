import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { isData, seenFrames } from '../parts/frames';
import { openSocket } from '../parts/opened';
import { Phrase } from '../prose';
import { pointAt, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const PING = 'ping';

export const pingStep: Step = {
  id: 'ping',
  title: 'Can a page send a ping?',
  picture: 'ladder',
  isAboutHeartbeats: true,
  Prose() {
    return (
      <p>
        A ping asks whether the other end is still there; a pong with the same payload is the answer (RFC 6455
        §5.5.2, §5.5.3). In the first step your browser answered one. Can your page ask, too?
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: PING,
      code: "socket.send('ping')\nsocket.ping()",
      prediction: definePrediction({
        question: 'What does socket.ping() put onto the wire?',
        answers: {
          ping: 'A ping frame',
          text: 'A text frame that says “ping”',
          throws: 'Nothing: it throws',
        },
        by: 'run',
        verdict: verdictOfPing,
      }),
      action: { label: 'Run these lines', run: tryToPing },
      until: (traffic) =>
        verdictOfPing(traffic) !== null && seenFrames(traffic, { sender: 'server' }).some(isData),
      focus: (traffic) => {
        const [text] = seenFrames(traffic, { sender: 'client' }).filter(isData);
        return text ? pointAt(traffic.capture, text.unit, 'Opcode') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Servers ping, browsers answer. A page that wants to know whether its server is still there needs messages of its own for that: Socket.IO has them, and its ping is a text message.',
    ask: 'What does your page notice when the server stops sending pings?',
    answer:
      'Nothing: there is no event for a ping, or for a missing one. It notices when the connection ends, or when an answer that your own code waits for is overdue.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(PING);
  const error = traffic.calls.find(({ kind }) => kind === 'error');
  const [text] = seenFrames(traffic, { sender: 'client' }).filter(isData);
  const [echo] = seenFrames(traffic, { sender: 'server' }).filter(isData);
  return (
    <>
      {error && (
        <p>
          The browser says: <code>{error.detail}</code>. <code>'ping' in WebSocket.prototype</code> is{' '}
          <code>{String('ping' in WebSocket.prototype)}</code> here. The methods of a WebSocket in this
          browser: <code>{methodsOf(WebSocket.prototype).join(', ')}</code>.
        </p>
      )}
      {text && (
        <p>
          <code>send('ping')</code> sent <Phrase unit={text.unit}>a text frame</Phrase>, opcode{' '}
          <Phrase unit={text.unit} field="Opcode">
            0x{text.header.opcode.toString(16)}
          </Phrase>
          , not 0x9. The server answered it with{' '}
          {echo ? <Phrase unit={echo.unit}>an echo</Phrase> : 'an echo'}, like any other word, and not with a
          pong.
        </p>
      )}
    </>
  );
}

/** What can be called on an object of this kind, by name. */
export function methodsOf(prototype: object): readonly string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
    .map(([name]) => `${name}()`);
}

/** What people try. */
async function tryToPing(lab: LabSession): Promise<void> {
  const { socket } = await openSocket(lab);
  socket.send('ping');
  socket.attempt((opened) => (opened as unknown as { ping(): void }).ping());
}

function verdictOfPing(traffic: Traffic): 'ping' | 'throws' | null {
  if (seenFrames(traffic, { sender: 'client' }).some(({ header }) => header.opcode === 9)) return 'ping';
  return traffic.calls.some(({ kind, detail }) => kind === 'error' && detail !== '') ? 'throws' : null;
}
