import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import table from '../parts/table.module.css';
import { milliseconds, outOf, Phrase, Term } from '../prose';
import { exchangesOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const BACKOFF = 'backoff';
const ENOUGH = 5;

const SERVER = `io.on('connection', (socket) => {
  socket.on('quit', () => {
    console.log('the process ends');
    process.exit();
  });
});
`;

const CLIENT = `const socket = io({
  transports: ['websocket'],
  reconnectionDelay: 150, // by default 1000
  reconnectionDelayMax: 3000, // by default 5000
});

socket.on('connect', () => {
  socket.emit('quit');
});
socket.io.on('reconnect_attempt', (n) => {
  console.log('attempt', n);
});
`;

export const backoffStep: Step = {
  id: 'backoff',
  title: 'Trying again, and again',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        Now the server goes away: its process ends. From then on the lab answers 503 in its place; without the
        lab, the connection would be refused. The client tries again by itself, here with shorter pauses.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BACKOFF,
      prediction: definePrediction({
        question: 'How long are the pauses between its attempts?',
        answers: {
          same: 'All about the same',
          longer: 'They grow, and are partly random',
          shorter: 'They get shorter and shorter',
        },
        verdict: (traffic) => {
          const pauses = pausesOf(traffic);
          if (pauses.length < ENOUGH - 1) return null;
          const [first, last] = [pauses[0]!, pauses.at(-1)!];
          return last > 1.8 * first ? 'longer' : first > 1.8 * last ? 'shorter' : 'same';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => attemptsOf(traffic).length >= ENOUGH,
      missing: (traffic) =>
        `Attempts that were answered with 503: ${outOf(attemptsOf(traffic).length, ENOUGH)}.`,
      waiting: (traffic) => {
        const attempts = attemptsOf(traffic).length;
        return attempts > 0 ? `Attempts so far: ${outOf(attempts, ENOUGH)}.` : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'A base doubles with each attempt, and each pause is that base times a random factor between 0.5 and 1.5. Run it again: the numbers differ, the shape does not.',
    ask: 'A server with ten thousand clients restarts. What would happen if nothing were random?',
    answer:
      'All would come back at the same moment, fail together, and come back together again. For the same reason RFC 6455 §7.2.3 recommends a random delay.',
  },
};

/** The upgrades that were refused, one for each attempt. */
const attemptsOf = (traffic: Traffic) =>
  exchangesOf(traffic).filter(({ answered }) => answered?.status === 503);

/** Between one attempt and the next, microseconds. */
function pausesOf(traffic: Traffic): readonly number[] {
  const attempts = attemptsOf(traffic);
  return attempts.slice(1).map(({ request }, at) => request.at - attempts[at]!.request.at);
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BACKOFF);
  const attempts = attemptsOf(traffic).slice(0, 8);
  const pauses = pausesOf(traffic);
  const longest = Math.max(...pauses);
  return (
    <>
      <table className={table.table}>
        <caption>Attempts, as they reached the server; each time includes the previous attempt</caption>
        <thead>
          <tr>
            <th scope="col">attempt</th>
            <th scope="col">after the previous one</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ request }, at) => (
            <tr key={request.id}>
              <th scope="row">
                <Phrase unit={request}>{at + 1}</Phrase>
              </th>
              <td>
                {at > 0 && (
                  <>
                    <span
                      className={table.bar}
                      style={{ width: `${(pauses[at - 1]! / longest) * 100}%` }}
                      aria-hidden="true"
                    />
                    {milliseconds(0, pauses[at - 1]!)}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        This is a <Term of="backoff">backoff</Term>: a base doubles with each attempt, and each pause is that
        base made longer or shorter at random, by up to half (<code>randomizationFactor</code> 0.5), and at
        most <code>reconnectionDelayMax</code>. So clients that lost their server together do not come back
        together. It goes on until you run the server again, or stop the client.
      </p>
    </>
  );
}
