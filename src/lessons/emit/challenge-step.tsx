import type { Act, Step } from '../define';
import { runBoth } from '../parts/programs';
import { missingAttachments, missingDepth } from './goals';
import { LISTENING_SERVER } from './texts';

const CLIENT = `const socket = io();

socket.emit('hello', 'Ada');
`;

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Deep, and with bytes',
  picture: 'code',
  code: { server: LISTENING_SERVER, clients: [CLIENT] },
  Prose() {
    return <p>Write the client’s code yourself, and run it. What counts is what passes on the wire.</p>;
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'deep',
      title: 'First goal',
      goal: 'Emit an object two levels deep.',
      missing: missingDepth,
      hints: ['An object in an object: { a: { b: 1 } }.'],
      showMe: showing("socket.emit('order', { who: { name: 'Ada' }, items: 2 });"),
    },
    {
      kind: 'challenge',
      id: 'attachments',
      title: 'Second goal',
      goal: 'Emit one event that needs two binary attachments.',
      missing: missingAttachments,
      hints: [
        'Each Uint8Array in the arguments is an attachment, wherever it stands.',
        'Two of them in the same emit.',
      ],
      showMe: showing("socket.emit('files', new Uint8Array([1]), new Uint8Array([2, 3]));"),
    },
  ],
  notes: {
    minutes: 4,
    say: 'Let somebody dictate the code, and somebody else say what the packet will look like before it runs.',
    ask: 'How many frames for three attachments? And for a hundred?',
    answer:
      'Four: a text frame for the event and a binary frame for each attachment. A hundred would make 101, but the server’s parser allows ten attachments by default.',
  },
};

/** Writes a client with this line into the editor, and runs it. */
function showing(line: string): Act {
  return async (lab, run) => {
    run.desks.current?.set({ server: LISTENING_SERVER, clients: [`const socket = io();\n\n${line}\n`] });
    await runBoth(lab, run);
  };
}
