import type { LabSession } from '../../lab/session';
import { Button } from '../../ui/Button';
import { answerIn, definePrediction, type Step } from '../define';
import { endingsOf, type SocketEnding } from '../parts/endings';
import { openSocket } from '../parts/opened';
import { capitalised, inWords, milliseconds, Phrase, Term } from '../prose';
import { answeredOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { beatsOf } from './heartbeat-step';

const RESET = 'reset';
const SILENCE = 'silence';
const REFUSED = 'refused';
const EVERY_MS = 500;

const RESET_ANSWERS = {
  'code-1000': '1000: it has ended',
  'code-1002': '1002: a protocol error',
  'code-1006': '1006: there was no Close frame',
};

export const plugStep: Step = {
  id: 'plug',
  title: 'And if nobody says goodbye?',
  picture: 'ladder',
  isAboutHeartbeats: true,
  Prose() {
    return (
      <p>
        A program crashes, a train enters a tunnel, a cable is pulled. Sometimes the other end is told, for
        example by a <Term of="tcp-reset">reset</Term> (RFC 9293 §3.5.2); sometimes nobody is. The first task
        is a real RST from the server; in the second the lab swallows every byte in both directions, though
        TCP beneath it still acknowledges them, which a dead line would not.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: RESET,
      title: 'A reset',
      prediction: definePrediction({
        question: 'The server resets the connection. Which code does your onclose say?',
        answers: RESET_ANSWERS,
        by: 'run',
        verdict: (traffic) => answerIn(RESET_ANSWERS, `code-${resetOf(traffic)?.told?.closeCode}`),
      }),
      action: {
        label: 'Open a WebSocket, and reset it',
        run: async (lab) => {
          const { connection } = await openSocket(lab);
          await lab.end(connection.id, { how: 'reset' });
        },
      },
      until: (traffic) => resetOf(traffic) !== null,
      See: SeeReset,
    },
    {
      kind: 'experiment',
      id: SILENCE,
      title: 'Silence',
      prediction: definePrediction({
        question: 'The cable is cut without a word. What does onclose say, and when?',
        answers: {
          'at-once': '1006, at once',
          'in-seconds': '1001, within a few seconds',
          nothing: 'Nothing for now: the browser does not notice',
        },
        by: 'run',
        verdict: (traffic) => {
          if (!hasGivenUp(traffic)) return null;
          const { told } = endingsOf(traffic).at(-1) ?? {};
          const end = endAt(traffic);
          if (!told || end === null || told.call.at > end) return 'nothing';
          return told.closeCode === 1006 ? 'at-once' : 'in-seconds';
        },
      }),
      action: {
        label: 'Open a WebSocket, and cut the cable',
        run: async (lab) => {
          const { socket, connection } = await openSocket(lab, { heartbeatMs: EVERY_MS });
          await lab.impair(connection.id, { cut: 'black hole' });
          socket.send('Is anybody there?');
        },
      },
      until: hasGivenUp,
      waiting: (traffic) =>
        traffic.units.some(({ kind }) => kind === 'text')
          ? 'Your page has called send(), and it has returned. The server waits for a pong that will not come.'
          : null,
      See: SeeSilence,
    },
    {
      kind: 'experiment',
      id: REFUSED,
      title: 'An error',
      isOptional: true,
      code: 'socket.onerror = (event) => console.log(event)',
      prediction: definePrediction({
        question: 'The server answers the handshake with 503. What does onerror tell your page?',
        answers: {
          status: 'The status code, 503',
          'error-only': 'That there was an error, and nothing else',
          'no-event': 'Nothing: it does not fire',
        },
        by: 'run',
        verdict: verdictOfError,
      }),
      action: { label: 'Open a WebSocket, and be refused', run: beRefused },
      until: (traffic) => verdictOfError(traffic) !== null,
      See: SeeError,
    },
  ],
  notes: {
    minutes: 8,
    say: 'In the second experiment, let the silence last: this is what a dead connection is like, and why a chat sometimes just “hangs”.',
    ask: 'Your browser has no heartbeat of its own, and your page cannot send a ping. How would you find out in the page?',
    answer:
      'With messages of your own and a timer: send one, and when no answer comes in time, give the connection up and open another. Where the server sends heartbeat messages by itself, as in Socket.IO, the page only has to notice that one is missing.',
  },
};

/** Opens a WebSocket that the server refuses, and waits for its end. */
async function beRefused(lab: LabSession): Promise<void> {
  await lab.impair('next', { refusesUpgrades: true });
  try {
    const { socket } = lab.openWebSocket();
    await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
  } finally {
    await lab.impair('next', { refusesUpgrades: false });
  }
}

/** What the `error` event told the page, if it fired; null until the page was told of the end. */
export function verdictOfError(traffic: Traffic): 'status' | 'error-only' | 'no-event' | null {
  const answered = answeredOf(traffic);
  if (!answered || !traffic.calls.some(({ kind }) => kind === 'close')) return null;
  const error = traffic.calls.find(({ kind }) => kind === 'error');
  if (!error) return 'no-event';
  return error.detail.includes(String(answered.answered.status)) ? 'status' : 'error-only';
}

/** The socket that was reset, once its page knows. */
function resetOf(traffic: Traffic): SocketEnding | null {
  return (
    endingsOf(traffic).findLast(
      ({ told, connection }) => told !== null && connection.ends.some(({ how }) => how === 'reset'),
    ) ?? null
  );
}

/** When silence made the server give up. */
function endAt(traffic: Traffic): number | null {
  const { connection } = endingsOf(traffic).at(-1) ?? {};
  return connection?.ends.find(({ how }) => how === 'timeout')?.at ?? null;
}

function hasGivenUp(traffic: Traffic): boolean {
  return endAt(traffic) !== null;
}

function SeeReset() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(RESET);
  const ending = resetOf(traffic);
  const reset = ending?.connection.ends.find(({ how }) => how === 'reset');
  if (!ending?.told || !reset) return null;
  const error = traffic.calls.find(({ kind }) => kind === 'error');
  return (
    <p>
      Your page knew {milliseconds(reset.at, ending.told.call.at)} after the reset: onclose said{' '}
      {ending.told.closeCode}.{' '}
      {ending.frames.length === 0 &&
        'There was no Close frame on the wire: 1006 stands for that, and must never be sent (RFC 6455 §7.4.1).'}
      {error && ' An error event came first.'}
    </p>
  );
}

function SeeSilence() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(SILENCE);
  const ending = endingsOf(traffic).at(-1);
  const end = endAt(traffic);
  if (!ending || end === null) return null;
  const message = traffic.units.find(({ kind, sender }) => kind === 'text' && sender === 'client');
  const { told, connection } = ending;
  return (
    <>
      <p>
        Your page handed <Phrase unit={message}>a message</Phrase> to send(), which returned, and the server’s
        program never got it. {message ? `${capitalised(milliseconds(message.at, end))} later, the` : 'The'}{' '}
        server gave up on the connection from port {connection.client.port} after{' '}
        {pingsText(beatsOf(traffic).length)}.
      </p>
      {told ? (
        <p>
          Your page heard of it {milliseconds(end, told.call.at)} after that, when the cable was repaired and
          a reset came through: {told.closeCode}.
        </p>
      ) : (
        <>
          <p>
            Your browser has not noticed: there was no <code>close</code> event, and <code>readyState</code>{' '}
            is still 1, OPEN. It sends no pings of its own.
          </p>
          <Button
            onClick={() => void run.tasks.act(SILENCE, (lab) => lab.end(connection.id, { how: 'reset' }))}
          >
            Repair the cable
          </Button>
        </>
      )}
    </>
  );
}

function SeeError() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(REFUSED);
  const answered = answeredOf(traffic);
  const closed = traffic.calls.find(({ kind }) => kind === 'close');
  const isErrorSilent = verdictOfError(traffic) === 'error-only';
  if (!answered || !closed) return null;
  return (
    <p>
      The server answered{' '}
      <Phrase unit={answered.response} field="Status code">
        {answered.answered.status} {answered.answered.reason}
      </Phrase>
      . {isErrorSilent && 'Your page got an error event that does not say so, and '}onclose said{' '}
      {closed.detail}. A page is told no more, so that it cannot use failures to probe the user’s network
      (WebSockets Standard, “Feedback from the protocol”).
    </p>
  );
}

/** The pings before the server gave up: those that were answered, and the one that was not. */
function pingsText(answered: number): string {
  if (answered === 0) return 'a ping that nobody answered';
  return `${inWords(answered)} answered ${answered === 1 ? 'ping' : 'pings'} and one without an answer`;
}
