import { definePrediction, type Step } from '../define';
import { sessionsIn, textOf } from '../parts/socket-io';
import { capitalised, inWords, Phrase, Term } from '../prose';
import { useLesson } from '../use-lesson';
import { missingConnected, PAGES } from './goals';
import { OwnCode } from './own-code';
import { show } from './show';
import { talkIn } from './talk';
import { connectTexts } from './texts/connect';

const CONNECTED = 'connected';

export const connectStep: Step = {
  id: 'connect',
  title: 'Three visitors',
  picture: 'code',
  code: connectTexts.begun,
  Prose() {
    return (
      <>
        <p>
          Seven steps lead from here to a chat, and you write it: a project for seven sittings, one step each.
          Your code is kept. On the left is the page, one piece of code that three visitors open; on the right
          is the server. Each <code>TODO</code> is yours.
        </p>
        <p>
          First the connection: <code>io()</code> in the page, <code>io.on('connection', …)</code> at the
          server.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: CONNECTED,
      title: 'The goal',
      prediction: definePrediction({
        question: 'Three pages of one browser, with the same code. How many sessions does the server see?',
        answers: {
          one: 'One: it is one browser',
          three: 'Three: one for each page',
          six: 'Six: two for each page',
        },
        verdict: (traffic) => {
          if (missingConnected(traffic) !== null) return null;
          const sessions = sessionsIn(traffic).length;
          return sessions >= 2 * PAGES ? 'six' : sessions >= PAGES ? 'three' : 'one';
        },
      }),
      goal: 'Have all three pages connected, and the socket.id of each in the server’s console.',
      Controls: OwnCode,
      missing: missingConnected,
      hints: [
        "Page: const socket = io({ transports: ['websocket'] }); then socket.on('connect', () => { … });",
        "Server: io.on('connection', (socket) => { console.log('here is', socket.id); });",
      ],
      showMe: show(connectTexts, ''),
      See,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Nobody has logged in. To the server three pages are three strangers, although one person opened them.',
    ask: 'Which id is it: the one that Engine.IO gave, or the one in CONNECT?',
    answer:
      'socket.id is the one in the CONNECT packet of the namespace (Socket.IO protocol v5). The session of Engine.IO has an id of its own (socket.conn.id at the server). Anyone who knows it could take over the session, so socket.id is a different one, which a program may show to others.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(CONNECTED);
  const connects = talkIn(traffic).filter(({ kind, sender }) => kind === 'connect' && sender === 'server');
  const first = connects[0]?.unit;
  return (
    <p>
      {capitalised(inWords(connects.length))} pages sent CONNECT, and each got an id:{' '}
      {first && <Phrase unit={first}>{textOf(traffic, first)}</Phrase>} was the first. An id names a
      connection; a <Term of="socket-io-id">socket.id</Term> does not say who is behind it.
    </p>
  );
}
