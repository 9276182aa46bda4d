import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { enginePackets, sessionsIn, socketIoPackets, textOf } from '../parts/socket-io';
import { inWords, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const NAMESPACE = 'namespace';
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
        question: 'One client, in / and /admin. How many connections does it open?',
        answers: { one: 'One', two: 'Two: one for each namespace' },
        verdict: (traffic) => {
          if (answerOf(traffic) === undefined) return null;
          return enginePackets(traffic, 'open').length > 1 ? 'two' : 'one';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => answerOf(traffic) !== undefined,
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
      goal: 'Have the client admitted to /admin.',
      missing: (traffic) => {
        const answer = answerOf(traffic);
        if (!answer) return 'No CONNECT to /admin has been answered yet.';
        return answer.kind === 'connect' ? null : `The server answered ${textOf(traffic, answer.unit)}.`;
      },
      hints: [
        'The server’s code says what it wants to hear.',
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
    say: 'auth travels in the CONNECT packet, not in the URL and not in a header field: it is in no log of a proxy.',
    ask: 'Two features of one page: two namespaces, or two rooms?',
    answer:
      'Rooms, mostly. A namespace where a feature has a door of its own: its own middleware, its own refusal.',
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

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(NAMESPACE);
  const asked = socketIoPackets(traffic).find(
    ({ sender, kind, unit }) =>
      sender === 'client' && kind === 'connect' && textOf(traffic, unit).includes('/admin'),
  );
  const answer = answerOf(traffic);
  if (!asked || !answer) return null;
  return (
    <p>
      {inWords(sessionsIn(traffic).length) === 'one'
        ? 'One session'
        : `${inWords(sessionsIn(traffic).length)} sessions`}
      . <Phrase unit={asked.unit}>{textOf(traffic, asked.unit)}</Phrase> went over it beside the CONNECT to /,
      and the server’s answer was <Phrase unit={answer.unit}>{textOf(traffic, answer.unit)}</Phrase>:{' '}
      {answer.kind === 'connect'
        ? '0 is CONNECT, with the id of the client in this namespace.'
        : '4 is CONNECT_ERROR, with the message of the middleware. The main namespace did not notice.'}
    </p>
  );
}
