import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { eventsIn, socketIoPackets } from '../parts/socket-io';
import { capitalised, inWords, Phrase, Term } from '../prose';
import { useLesson } from '../use-lesson';
import { THREE_CLIENTS } from './texts';

const ROOM = 'room';

const SERVER = `io.on('connection', (socket) => {
  const number = io.sockets.sockets.size;
  socket.join(number % 2 === 1 ? 'odd' : 'even');

  if (number === 3) {
    io.to('odd').emit('news', 'for the odd ones');
  }
});
`;

export const roomStep: Step = {
  id: 'room',
  title: 'What is a room?',
  picture: 'code',
  code: { server: SERVER, clients: THREE_CLIENTS },
  Prose() {
    return (
      <p>
        A <Term of="room">room</Term> is a name for some of the clients. <code>socket.join</code> puts a
        client into it, and <code>io.to(room)</code> emits to all that are in it.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: ROOM,
      prediction: definePrediction({
        question: 'Which packet puts a client into a room?',
        answers: {
          join: 'A JOIN packet from the client',
          event: 'An event from the server',
          none: 'None: nothing is sent',
        },
        verdict: (traffic) => {
          if (eventsIn(traffic, 'server', 'news').length < 2) return null;
          const fromClients = socketIoPackets(traffic).filter(
            ({ sender, kind }) => sender === 'client' && kind !== 'connect',
          );
          const others = eventsIn(traffic, 'server').filter(({ name }) => name !== 'news');
          return fromClients.length + others.length === 0 ? 'none' : null;
        },
      }),
      action: { label: 'Run all', run: runBoth },
      until: (traffic) => eventsIn(traffic, 'server', 'news').length >= 2,
      missing: (traffic) => {
        const news = eventsIn(traffic, 'server', 'news').length;
        return `The news has reached ${news === 0 ? 'nobody' : 'one client'}, and the room of the step has two.`;
      },
      focus: (traffic) => {
        const unit = eventsIn(traffic, 'server', 'news')[0]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Look for the join on the ladder: it is not there. Clients cannot list, enter or leave rooms; they can only ask for it, with an event that you define.',
    ask: 'What must the server check before it lets somebody into a room?',
    answer: 'Whatever entitles them to it: membership, a ticket, an owner. join itself checks nothing.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ROOM);
  const news = eventsIn(traffic, 'server', 'news');
  const connects = socketIoPackets(traffic).filter(
    ({ kind, sender }) => kind === 'connect' && sender === 'client',
  );
  const others = socketIoPackets(traffic).filter(
    ({ kind, sender }) => kind !== 'connect' && sender === 'client',
  ).length;
  return (
    <p>
      The clients sent {inWords(connects.length)} <Phrase unit={connects[0]?.unit}>CONNECT</Phrase> packets
      {others === 0 ? ' and nothing else' : ` and ${inWords(others)} from your own code`}; the joins happened
      in the server’s memory. {capitalised(inWords(news.length))} packets brought{' '}
      <Phrase unit={news[0]?.unit}>the news</Phrase>, and a Socket.IO packet has no field for a room.
    </p>
  );
}
