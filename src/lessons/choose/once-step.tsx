import { definePrediction, type Step } from '../define';
import table from '../parts/table.module.css';
import { bytes, inWords, milliseconds, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { DELAY_MS, measurePost, measureSocket, sendOnce, sooner } from './once';

const ONCE = 'once';

export const onceStep: Step = {
  id: 'once',
  title: 'One question, one answer',
  picture: 'figure',
  Figure: OnceTable,
  Prose() {
    return (
      <p>
        A booking form: the user sends it once, and needs the answer. The page has just been loaded, so the
        browser has a connection to the server. It sends the form as a POST, and then once more over a new
        WebSocket. The lab adds {DELAY_MS} ms each way.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: ONCE,
      code: "await fetch('echo', { method: 'POST', body: form })\nsocket.onopen = () => socket.send(form)",
      prediction: definePrediction({
        question: 'Which way takes less time, from its beginning to the answer?',
        answers: {
          post: 'The POST',
          websocket: 'The new WebSocket',
          alike: 'Neither: they take about the same time',
        },
        verdict: (traffic) => sooner(traffic),
      }),
      action: { label: 'Send the form both ways', run: sendOnce },
      until: (traffic) => sooner(traffic) !== null,
      waiting: (traffic) =>
        measurePost(traffic) ? 'The POST is answered; the WebSocket is not open yet, or silent.' : null,
      focus: (traffic) => {
        const socket = measureSocket(traffic);
        return socket ? { unit: socket.answer, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Count the round trips on the ladder with the room: connect, upgrade, message. The POST has one.',
    ask: 'What does the status code of the POST tell you that the WebSocket’s answer does not?',
    answer:
      'How it went, in a form that every program on the way knows: 201, 409, 413 (RFC 9110 §15). Caches, logs and retries build on that, and on methods that are safe or idempotent (RFC 9110 §9.2). Over WebSocket your application has to define all of it.',
  },
};

function OnceTable() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ONCE);
  const rows = [
    { name: 'POST', once: measurePost(traffic) },
    { name: 'New WebSocket', once: measureSocket(traffic) },
  ].flatMap(({ name, once }) => (once ? [{ name, ...once }] : []));
  if (rows.length === 0)
    return (
      <p className={table.empty} data-empty>
        The two answers are compared here when they have come.
      </p>
    );
  const longest = Math.max(...rows.map(({ tookMicros }) => tookMicros));
  return (
    <table className={table.table} data-layer="http">
      <caption>One form and its answer, measured at the server with {DELAY_MS} ms each way</caption>
      <thead>
        <tr>
          <th scope="col">way</th>
          <th scope="col">until the answer</th>
          <th scope="col">bytes on the wire</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, tookMicros, bytes: size, first, answer }) => (
          <tr key={name}>
            <th scope="row">
              <Phrase unit={first}>{name}</Phrase>
            </th>
            <td>
              <span
                className={table.bar}
                style={{ width: `${(tookMicros / longest) * 100}%` }}
                aria-hidden="true"
              />
              <Phrase unit={answer}>{milliseconds(0, tookMicros)}</Phrase>
            </td>
            <td>{bytes(size)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ONCE);
  const [post, socket] = [measurePost(traffic), measureSocket(traffic)];
  if (!post || !socket) return null;
  const trip = 2 * DELAY_MS * 1000;
  return (
    <p>
      <Phrase unit={post.answer}>The answer to the POST</Phrase> came after {milliseconds(0, post.tookMicros)}
      , about {roundTrips(post.tookMicros / trip)}; <Phrase unit={socket.answer}>the WebSocket’s</Phrase>{' '}
      after {milliseconds(0, socket.tookMicros)}, about {roundTrips(socket.tookMicros / trip)}: a connection,
      the <Phrase unit={socket.first}>opening handshake</Phrase> (RFC 6455 §4), and only then the message. The
      POST took {bytes(post.bytes)}, the WebSocket {bytes(socket.bytes)}. A channel of its own pays off when
      more follows.
    </p>
  );
}

function roundTrips(count: number): string {
  const whole = Math.round(count);
  return whole === 1 ? 'one round trip' : `${inWords(whole)} round trips`;
}
