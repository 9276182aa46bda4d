import type { Step } from '../define';
import { runBoth } from '../parts/programs';
import { missingTwoOfThree } from './goals';
import { THREE_CLIENTS } from './texts';

const SERVER = `io.on('connection', (socket) => {
  if (io.sockets.sockets.size === 3) {
    io.emit('news', 'for everyone');
  }
});
`;

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Exactly two of three',
  picture: 'code',
  code: { server: SERVER, clients: THREE_CLIENTS },
  Prose() {
    return <p>There is more than one way: all but one, a room of two, or two ids. One emit must do it.</p>;
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'two-of-three',
      title: 'The goal',
      goal: 'One emit from the server that reaches exactly two of the three clients.',
      missing: missingTwoOfThree,
      hints: [
        'socket.broadcast leaves one out.',
        "With rooms: socket.join('pair') for two of them, then io.to('pair').emit(…).",
      ],
      showMe: async (lab, run) => {
        run.desks.current?.set({
          server: `io.on('connection', (socket) => {
  if (io.sockets.sockets.size < 3) socket.join('early');
  else io.to('early').emit('news', 'for the first two');
});
`,
          clients: THREE_CLIENTS,
        });
        await runBoth(lab, run);
      },
    },
  ],
  notes: {
    minutes: 4,
    say: 'Collect the ways on the board: broadcast, a room, except, two ids in to().',
    ask: 'Which of them still work when a fourth client comes?',
    answer:
      'Those that name who gets it: the room and the two ids. broadcast and except name who does not, so the fourth would get it, too.',
  },
};
