import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { enginePackets, sessionsIn, socketIoPackets, textOf } from '../parts/socket-io';
import { capitalised, inWords, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

export const NAMESPACE = 'namespace';
const ADMITTED = 'admitted';

const SERVER = `io.of('/admin').use((socket, next) => {
  if (socket.handshake.auth.token === 'open sesame') next();
  else next(new Error('not with this token'));
});
`;

const CLIENT = `const main = io({ transports: ['websocket'] });
const admin = io('/admin', { auth: { token: 'please' } });

admin.on('connect', () => {
  console.log('in /admin');
});
admin.on('connect_error', (error) => {
  console.log('refused:', error.message);
});
`;

export const namespaceStep: Step = {
  id: 'namespace',
  title: 'What is a namespace?',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        A <Term of="namespace">namespace</Term> has its own clients, rooms and{' '}
        <Term of="middleware">middleware</Term>. A client enters it with a CONNECT packet, which may carry{' '}
        <code>auth</code>; the server may refuse.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: NAMESPACE,
      prediction: definePrediction({
        question: 'One client connects to / and to /admin. How many connections does it open?',
        answers: { one: 'One', two: 'Two: one for each namespace' },
        verdict: (traffic) => {
          if (answerOf(traffic) === undefined || !hasMain(traffic)) return null;
          return enginePackets(traffic, 'open').length > 1 ? 'two' : 'one';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => answerOf(traffic) !== undefined,
      missing: () => 'No CONNECT to /admin has been answered.',
      focus: (traffic) => {
        const unit = answerOf(traffic)?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
    {
      kind: 'challenge',
      id: ADMITTED,
      title: 'Get in',
      goal: 'Get the client admitted to /admin.',
      missing: (traffic) => {
        const answer = answerOf(traffic);
        if (!answer) return 'No CONNECT to /admin has been answered since this goal began.';
        return answer.kind === 'connect' ? null : `The server answered ${textOf(traffic, answer.unit)}.`;
      },
      hints: [
        'The server’s code says which token it accepts.',
        'auth: { token: … } in the client’s second line.',
      ],
      showMe: async (lab, run) => {
        run.desks.current?.set({ server: SERVER, clients: [CLIENT.replace('please', 'open sesame')] });
        await runBoth(lab, run);
      },
    },
  ],
  notes: {
    minutes: 6,
    say: 'auth travels in the CONNECT packet, not in the URL or a header field, so the usual access logs do not hold it.',
    ask: 'Two features of one page: two namespaces, or two rooms?',
    answer:
      'Usually two rooms. A namespace where a feature needs its own middleware, which may refuse a client.',
  },
};

/** What the server answered to the newest CONNECT to /admin. */
function answerOf(traffic: Traffic) {
  return socketIoPackets(traffic).findLast(
    ({ sender, kind, unit }) =>
      sender === 'server' &&
      (kind === 'connect' || kind === 'connect_error') &&
      textOf(traffic, unit).includes('/admin'),
  );
}

/** Whether the client was let into / as well. */
export const hasMain = (traffic: Traffic) =>
  socketIoPackets(traffic).some(
    ({ sender, kind, unit }) =>
      sender === 'server' && kind === 'connect' && !textOf(traffic, unit).includes('/admin'),
  );

/** Whether a CONNECT to /admin was answered. */
export const hasAdmin = (traffic: Traffic) => answerOf(traffic) !== undefined;

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(NAMESPACE);
  const asked = socketIoPackets(traffic).find(
    ({ sender, kind, unit }) =>
      sender === 'client' && kind === 'connect' && textOf(traffic, unit).includes('/admin'),
  );
  const answer = answerOf(traffic);
  if (!asked || !answer) return null;
  const sessions = sessionsIn(traffic).length;
  return (
    <p>
      {capitalised(inWords(sessions))} {sessions === 1 ? 'session' : 'sessions'}:{' '}
      <Phrase unit={asked.unit}>{textOf(traffic, asked.unit)}</Phrase>{' '}
      {hasMain(traffic) && sessions === 1 ? 'went over the same connection as the CONNECT to /' : 'went out'},
      and the server’s answer was <Phrase unit={answer.unit}>{textOf(traffic, answer.unit)}</Phrase>:{' '}
      {answer.kind === 'connect'
        ? '0 is CONNECT, with the id of the client in this namespace.'
        : `4 is CONNECT_ERROR, with the message of the middleware.${hasMain(traffic) ? ' The client is still connected to /.' : ''}`}
    </p>
  );
}
