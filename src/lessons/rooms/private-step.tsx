import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { eventsIn, sessionsIn } from '../parts/socket-io';
import { capitalised, inWords, outOf, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { THREE_CLIENTS } from './texts';

const PRIVATE = 'private';

const SERVER = `const ids = [];

io.on('connection', (socket) => {
  ids.push(socket.id);
  socket.join('club');
  if (ids.length < 3) return;

  socket.to(ids[0]).emit('news', 'for the first alone');
  socket.leave('club');
  io.to('club').emit('news', 'for the club');
});
`;

export const privateStep: Step = {
  id: 'private',
  title: 'To one client, and out of a room',
  picture: 'code',
  code: { server: SERVER, clients: THREE_CLIENTS },
  Prose() {
    return (
      <p>
        When the third client has connected, the server emits twice: with <code>socket.to</code> and the id of
        the first client, and then to the room <code>club</code>, which all three have joined and the third
        has just left.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: PRIVATE,
      prediction: definePrediction({
        question: 'How many packets with “news” leave the server?',
        answers: { two: 'Two', three: 'Three', four: 'Four', none: 'None to the first: an id is not a room' },
        verdict: (traffic) => {
          const emits = emitsOf(traffic);
          if (emits.length < 2 || !hasAll(traffic)) return null;
          const packets = emits.reduce((sum, { packets }) => sum + packets.length, 0);
          return ([null, null, 'two', 'three', 'four'] as const)[packets] ?? null;
        },
      }),
      action: { label: 'Run all', run: runBoth },
      until: (traffic) => emitsOf(traffic).length >= 2 && hasAll(traffic),
      missing: (traffic) =>
        sessionsIn(traffic).length < 3
          ? null
          : `Three are connected. Emits of news by the server: ${outOf(emitsOf(traffic).length, 2)}.`,
      waiting: (traffic) => {
        const sessions = sessionsIn(traffic).length;
        return sessions > 0 && sessions < 3
          ? `${capitalised(inWords(sessions))} of three ${sessions === 1 ? 'is' : 'are'} connected.`
          : null;
      },
      focus: (traffic) => {
        const unit = eventsIn(traffic, 'server', 'news')[0]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'There is no special call for a private message: each client is in a room that has its own id as its name. A person with two tabs has two ids, so give each person a room.',
    ask: 'A client sends an id, and the server calls socket.to(id) with it. What should the server check first?',
    answer:
      'Whether this client may write to that one. The id is a room name like any other: what a client sends is only a claim, and the server decides.',
  },
};

const emitsOf = ({ code }: Traffic) =>
  code.filter(({ end, kind, text }) => end === 'server' && kind === 'emit' && text === 'news');

/** Whether all packets of those emits have come. */
function hasAll(traffic: Traffic): boolean {
  const made = emitsOf(traffic).reduce((sum, { packets }) => sum + packets.length, 0);
  return eventsIn(traffic, 'server', 'news').length >= made;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(PRIVATE);
  const news = eventsIn(traffic, 'server', 'news');
  const [one, club] = emitsOf(traffic);
  if (!one || !club) return null;
  return (
    <p>
      {capitalised(sent(one.packets.length))} for <Phrase unit={news[0]?.unit}>the first emit</Phrase>,{' '}
      {sent(club.packets.length)} for <Phrase unit={news[one.packets.length]?.unit}>the second</Phrase>. Each
      client is in a room named after its id, so <code>to(id)</code> is a private message;{' '}
      <code>socket.to</code> also leaves out the client of that socket. <code>leave</code>, like{' '}
      <code>join</code>, sends nothing.
    </p>
  );
}

const sent = (packets: number) => (packets === 0 ? 'none' : inWords(packets));
