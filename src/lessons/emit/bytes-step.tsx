import { definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { eventsIn, textOf } from '../parts/socket-io';
import { bytes, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { LISTENING_SERVER } from './texts';

const BYTES = 'bytes';

const CLIENT = `const socket = io({ transports: ['websocket'] });

socket.emit('upload', new Uint8Array([1, 2, 3]));
`;

export const bytesStep: Step = {
  id: 'bytes',
  title: 'What about bytes?',
  picture: 'code',
  code: { server: LISTENING_SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        JSON has no bytes. Many programs write them as base64, a third longer. Over a WebSocket, Socket.IO
        sends them as they are; over polling it has to use base64 as well. This client may use nothing but
        WebSocket, so that you see frames alone.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BYTES,
      prediction: definePrediction({
        question: 'How many frames does this one emit need?',
        answers: { one: 'One', two: 'Two', three: 'Three: one for each byte' },
        verdict: (traffic) => {
          const frames = framesOf(traffic).length;
          return (['one', 'two', 'three'] as const)[Math.min(frames, 3) - 1] ?? null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => framesOf(traffic).length > 1,
      focus: (traffic) => {
        const unit = uploadOf(traffic)?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: '5 is a binary event, 1 the number of attachments, and the placeholder says where the bytes belong.',
    ask: 'What would happen over polling?',
    answer:
      'Try it: take the option away. Over polling the attachment goes as base64, in a packet of Engine.IO that begins with b, in the same body as the event.',
  },
};

const uploadOf = (traffic: Traffic) => eventsIn(traffic, 'client', 'upload')[0];

/** The messages that carry the event: its text, and each attachment. */
function framesOf(traffic: Traffic) {
  const upload = uploadOf(traffic);
  return upload ? traffic.capture.decoder.carriersOf(upload.unit) : [];
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BYTES);
  const upload = uploadOf(traffic);
  const [text, attachment] = framesOf(traffic);
  if (!upload || !text || !attachment) return null;
  return (
    <p>
      First the packet with a hole in it, <Phrase unit={text}>{textOf(traffic, text)}</Phrase>, then the{' '}
      <Term of="attachment">attachment</Term> in a <Phrase unit={attachment}>binary frame of its own</Phrase>:{' '}
      {bytes(run.capture.decoder.sizeOf(attachment))}, as they were.
    </p>
  );
}
