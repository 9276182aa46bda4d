import type { Step } from '../define';
import { runBoth } from '../parts/programs';
import { missingOvertaking } from './goals';

const SERVER = `io.on('connection', (socket) => {
  socket.on('ask', (question, answer) => {
    answer('about ' + question);
  });
});
`;

const CLIENT = `const socket = io();

socket.emit('ask', 'tea', (result) => console.log(result));
`;

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Overtake',
  picture: 'code',
  code: { server: SERVER, clients: [CLIENT] },
  Prose() {
    return <p>Change the code at either end, or at both.</p>;
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'overtake',
      title: 'The goal',
      goal: 'Have two questions open at once, the second answered before the first.',
      missing: missingOvertaking,
      hints: [
        'The client must ask twice, without waiting in between.',
        "The server must answer one of them later: setTimeout(() => answer('…'), 500).",
      ],
      showMe: async (lab, run) => {
        run.desks.current?.set({
          server: `io.on('connection', (socket) => {
  socket.on('ask', (question, answer) => {
    setTimeout(() => answer('about ' + question), question === 'tea' ? 500 : 0);
  });
});
`,
          clients: [`${CLIENT}socket.emit('ask', 'milk', (result) => console.log(result));\n`],
        });
        await runBoth(lab, run);
      },
    },
  ],
  notes: {
    minutes: 4,
    say: 'The ladder shows it best: the second question and its answer lie between the first question and its answer.',
    ask: 'How many may be open at once?',
    answer:
      'As many as you like. Each costs a function that waits, so give it a timeout(): without one it waits for its answer until the connection ends, and is then forgotten.',
  },
};
