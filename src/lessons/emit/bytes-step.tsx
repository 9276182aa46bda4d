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
        JSON has no bytes. Many programs write them as base64, which is a third longer. Over a WebSocket,
        Socket.IO sends them as they are. This client may use only WebSocket, so that you see frames and
        nothing else.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BYTES,
      prediction: definePrediction({
        question: 'How many frames does this emit need?',
        answers: { one: 'One', two: 'Two', three: 'Three: one for each byte' },
        verdict: (traffic) => {
          return uploadOf(traffic)?.transport === 'websocket' && carriersOf(traffic).length === 2
            ? 'two'
            : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => carriersOf(traffic).length > 1,
      missing: () => 'No event named upload has passed with bytes beside it.',
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
    ask: 'What happens over polling?',
    answer:
      'Try it: write polling in place of websocket. Over polling the attachment is base64, in an Engine.IO packet that begins with b, in the same body as the event.',
  },
};

const uploadOf = (traffic: Traffic) => eventsIn(traffic, 'client', 'upload')[0];

/** What carries the event: its text, and each attachment. */
function carriersOf(traffic: Traffic) {
  const upload = uploadOf(traffic);
  return upload ? traffic.capture.decoder.carriersOf(upload.unit) : [];
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BYTES);
  const upload = uploadOf(traffic);
  const [text, attachment] = carriersOf(traffic);
  if (!upload || !text || !attachment) return null;
  return (
    <p>
      First comes the packet with a placeholder in it, <Phrase unit={text}>{textOf(traffic, text)}</Phrase>,
      then the <Term of="attachment">attachment</Term>,{' '}
      {upload.transport === 'websocket' ? (
        <>
          in a <Phrase unit={attachment}>binary frame of its own</Phrase>:{' '}
          {bytes(run.capture.decoder.sizeOf(attachment))}, as they were.
        </>
      ) : (
        <>
          in base64, since this went over polling:{' '}
          <Phrase unit={attachment}>{textOf(traffic, attachment)}</Phrase>.
        </>
      )}
    </p>
  );
}
