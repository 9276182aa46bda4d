import type { LabSession } from '../../lab/session';
import { Button } from '../../ui/Button';
import { answerIn, definePrediction, type Step } from '../define';
import { endingsOf } from '../parts/endings';
import { openSocket } from '../parts/opened';
import { inWords, milliseconds, Phrase, Term } from '../prose';
import { answeredOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { beatsOf } from './heartbeat-step';

const RESET = 'reset';
const SILENCE = 'silence';
const REFUSED = 'refused';
const EVERY_MS = 500;

const RESET_ANSWERS = {
  'code-1000': '1000: it is over',
  'code-1002': '1002: the protocol was broken',
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
        A program crashes, a train enters a tunnel, a cable is pulled. Sometimes the other end hears of it:
        its system sends a <Term of="tcp-reset">reset</Term> (RFC 9293 §3.5.2). Sometimes nobody hears
        anything. Try both; the first is a real RST by the server, the second swallows every byte in both
        directions from the moment you choose, as a dead line does.
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
        verdict: (traffic) => answerIn(RESET_ANSWERS, `code-${resetOf(traffic)?.told?.closeCode}`),
      }),
      action: {
        label: 'Open it, and reset it',
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
          nothing: 'Nothing: until somebody misses an answer, both believe in it',
        },
        verdict: (traffic) => {
          if (!hasGivenUp(traffic)) return null;
          const { told } = endingsOf(traffic).at(-1) ?? {};
          const end = endAt(traffic);
          if (!told || end === null || told.call.at > end) return 'nothing';
          return told.closeCode === 1006 ? 'at-once' : 'in-seconds';
        },
      }),
      action: {
        label: 'Open it, and cut the cable',
        run: async (lab) => {
          const { socket, connection } = await openSocket(lab, { heartbeatMs: EVERY_MS });
          await lab.impair(connection.id, { cut: 'black hole' });
          socket.send('Is anybody there?');
        },
      },
      until: hasGivenUp,
      waiting: (traffic) =>
        traffic.units.some(({ kind }) => kind === 'text')
          ? 'Your message has left, send() has returned. The server waits for a pong that will not come.'
          : null,
      See: SeeSilence,
    },
    {
      kind: 'experiment',
      id: REFUSED,
      title: 'An error',
      code: 'socket.onerror = (event) => console.log(event)',
      prediction: definePrediction({
        question: 'The server answers the handshake with 503. What does onerror tell your page?',
        answers: {
          status: 'The status code, 503',
          'error-only': 'That there was an error, and nothing else',
          'no-event': 'Nothing: it does not fire',
        },
        verdict: verdictOfError,
      }),
      action: { label: 'Be refused', run: beRefused },
      until: (traffic) => verdictOfError(traffic) !== null,
      See: SeeError,
    },
  ],
  notes: {
    minutes: 8,
    say: 'After the second cut, wait. Let the silence last: that is what a dead connection is like, and every chat that “hangs” has one.',
    ask: 'Your browser has no heartbeat of its own, and your page cannot send a ping. How would you find out in the page?',
    answer:
      'With messages of your own and a timer: send one, and when no answer comes in time, give the connection up and open another. Where the server sends such messages by itself, as in Socket.IO, the page only has to notice their absence.',
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
function resetOf(traffic: Traffic) {
  return endingsOf(traffic).findLast(
    ({ told, connection }) => told !== null && connection.ends.some(({ how }) => how === 'reset'),
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
      {milliseconds(reset.at, ending.told.call.at)} after the reset your page knew: onclose said{' '}
      {ending.told.closeCode}. On the wire{' '}
      {ending.frames.length === 0 ? 'there was no Close frame' : 'stands a Close frame'}; that is all that
      1006 means, and nobody ever sends it (RFC 6455 §7.4.1).
      {error &&
        ' onerror fired first, and said nothing: pages are not told why, lest they search networks with it.'}
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
        Your <Phrase unit={message}>message</Phrase> left the page, send() returned, and nobody got it. The
        server noticed {message ? milliseconds(message.at, end) : 'soon'} later, after{' '}
        {pingsText(beatsOf(traffic).length)}: it gave up port {connection.client.port}.
      </p>
      {told ? (
        <p>
          Your page heard of it {milliseconds(end, told.call.at)} after that, when the cable was whole again
          and a reset came through: {told.closeCode}.
        </p>
      ) : (
        <>
          <p>
            Your browser still believes in it: no <code>onclose</code>, readyState 1, OPEN. It has no
            heartbeat of its own.
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
  if (!answered || !closed) return null;
  return (
    <p>
      On the wire stands{' '}
      <Phrase unit={answered.response} field="Status code">
        {answered.answered.status} {answered.answered.reason}
      </Phrase>
      . Your page got an <code>error</code> event without a reason, and onclose said {closed.detail}. Pages
      are not told more, lest they search networks with it (WebSockets Standard, “fail the WebSocket
      connection”).
    </p>
  );
}

/** The pings before the server gave up: those that were answered, and the one that was not. */
function pingsText(answered: number): string {
  if (answered === 0) return 'a ping that nobody answered';
  return `${inWords(answered)} answered ${answered === 1 ? 'ping' : 'pings'} and one without an answer`;
}
