import { definePrediction, type Step } from '../define';
import { fetchFonts } from '../parts/fonts';
import { endIdleConnections, openHttp } from '../parts/page-loads';
import { bytes, milliseconds, Phrase } from '../prose';
import { exchangesOf, header, isAnswered, pointAt, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

export const IDLE = 'idle';
const KEEP_MS = 2000;

export const idleStep: Step = {
  id: 'idle',
  title: 'What happens on an open connection when nobody asks?',
  picture: 'wire',
  Prose() {
    return (
      <>
        <p>
          The connection is open, and both programs are there. The server could write on it at any moment.
        </p>
        <p>Your browser asks once more. After that, do nothing, and watch the cable for a few seconds.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: IDLE,
      prediction: definePrediction({
        question: 'Your browser asks nothing more. What does the server do?',
        answers: {
          'sign-of-life': 'It sends a sign of life now and then',
          ends: 'It sends nothing, and then ends the connection',
          stays: 'It sends nothing, and keeps the connection for good',
        },
        verdict: verdictOfIdle,
      }),
      action: {
        label: 'Ask once, then wait',
        run: async (lab) => {
          await fetchFonts();
          await endIdleConnections(lab, openHttp(lab.capture));
          await (await lab.fetch(`echo?keepAliveMs=${KEEP_MS}`)).text();
        },
      },
      until: (traffic) => verdictOfIdle(traffic) !== null,
      waiting: (traffic) =>
        idleOf(traffic) ? 'The response is there, the connection is open, and nothing moves.' : null,
      focus: (traffic) => {
        const answered = idleOf(traffic)?.response;
        return answered ? pointAt(traffic.capture, answered, 'Keep-Alive') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Be silent with the room until the cable ends. The silence is the lesson: the server has a line to you, and nothing to answer.',
    ask: 'Why does a server end idle connections at all? What does each of ten thousand open ones cost it?',
    answer:
      'Each holds memory and a file descriptor, for a client that may never ask again. So a server ends those that were idle for too long (RFC 9112 §9.5).',
  },
};

function idleOf(traffic: Traffic) {
  const exchange = exchangesOf(traffic).at(-1);
  return exchange && isAnswered(exchange) && !exchange.response.partial ? exchange : null;
}

/** What the server did on the connection after its answer. */
function afterAnswer(traffic: Traffic) {
  const exchange = idleOf(traffic);
  if (!exchange) return null;
  const { response, connection } = exchange;
  const later = traffic.capture.decoder.units.filter(
    (unit) =>
      unit.layer === 'http' &&
      unit.sender === 'server' &&
      unit.connection === connection.id &&
      unit.start >= response.end,
  );
  const end = connection.ends.find(({ at, by }) => by === 'server' && at >= response.until);
  return { exchange, later, end };
}

function verdictOfIdle(traffic: Traffic): 'sign-of-life' | 'ends' | null {
  const after = afterAnswer(traffic);
  if (!after) return null;
  if (after.later.some(({ until }) => until > after.exchange.response.until)) return 'sign-of-life';
  return after.end ? 'ends' : null;
}

function See() {
  const { run } = useLesson();
  const after = afterAnswer(run.tasks.traffic(IDLE));
  if (!after?.end) return null;
  const { exchange, end, later } = after;
  const { response, connection, answered } = exchange;
  return (
    <p>
      The response said{' '}
      <Phrase unit={response} field="Keep-Alive">
        Keep-Alive: {header(answered, 'Keep-Alive') ?? 'nothing'}
      </Phrase>
      . {milliseconds(response.until, end.at)} later the server ended the connection from port{' '}
      {connection.client.port} (RFC 9112 §9.5). In between it wrote{' '}
      {bytes(later.reduce((sum, unit) => sum + unit.end - unit.start, 0))}: an HTTP/1.1 server answers, and
      nobody had asked. The end itself is not an HTTP message; it belongs to TCP (RFC 9293 §3.6).
    </p>
  );
}
