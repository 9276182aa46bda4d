import type { Step } from '../define';
import { runBoth } from '../parts/programs';
import { missingWelcome } from './goals';

const SERVER = `io.on('connection', (socket) => {
  // Listen to greet here.
});
`;

const CLIENT = `const socket = io();

socket.emit('greet', 'Ada');
`;

const SOLVED = {
  server: `io.on('connection', (socket) => {
  socket.on('greet', (name) => {
    socket.emit('welcome', name.toUpperCase());
  });
});
`,
  clients: [
    `const socket = io();

socket.on('welcome', (name) => {
  console.log('welcome,', name);
});

socket.emit('greet', 'Ada');
`,
  ],
} as const;

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Both ends are yours',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        What you write here is Socket.IO’s own API: the same handler works in a Node project with{' '}
        <code>socket.io</code>.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'welcome',
      title: 'The goal',
      goal: 'Have the server answer greet with welcome and the name in capitals, and a listener of the client get it.',
      missing: missingWelcome,
      hints: [
        "At the server: socket.on('greet', (name) => { … }), within connection.",
        'name.toUpperCase() gives the capitals; socket.emit sends them back to this client.',
        "At the client: socket.on('welcome', (name) => console.log(name)).",
      ],
      golf: {
        unit: 'bytes',
        counts: 'bytes of code at both ends',
        count: ({ code }) =>
          code
            .filter(({ kind }) => kind === 'started')
            .reduce((sum, { text }) => sum + new TextEncoder().encode(text).length, 0),
      },
      showMe: async (lab, run) => {
        run.desks.current?.set(SOLVED);
        await runBoth(lab, run);
      },
    },
  ],
  notes: {
    minutes: 6,
    say: 'Give the room five minutes in pairs: one writes the server, the other the client, and they agree on nothing but the names.',
    ask: 'Which of the two could be written without the other?',
    answer:
      'Either: they share nothing but names and arguments. Neither end checks whether the other listens.',
  },
};
