import { definePrediction, type Step } from '../define';
import { eventsIn, openClient, textOf, untilUpgraded } from '../parts/socket-io';
import { bytes, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const LAYERS = 'layers';

export const layersStep: Step = {
  id: 'layers',
  title: 'A packet in a packet in a frame',
  picture: 'inspector',
  Prose() {
    return (
      <p>
        One call, three layers: Socket.IO makes a packet of the event, Engine.IO makes a packet of that, and
        WebSocket a frame. When it has passed, select the frame and take it apart in the{' '}
        <strong>Inspector</strong>.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: LAYERS,
      code: "socket.emit('hello', 'Ada')",
      prediction: definePrediction({
        question: 'What is the first character in the payload of the frame?',
        answers: {
          event: '[ for the event, ["hello","Ada"]',
          socketio: '2, for a Socket.IO event',
          engineio: '4, for an Engine.IO message',
        },
        verdict: (traffic) => {
          const begin = engineTextOf(traffic)?.[0];
          return begin === undefined
            ? null
            : begin === '4'
              ? 'engineio'
              : begin === '2'
                ? 'socketio'
                : 'event';
        },
      }),
      action: {
        label: 'Emit it',
        run: async (lab) => {
          await lab.runServer(null);
          const client = await openClient(lab);
          await untilUpgraded(client);
          client.io.emit('hello', 'Ada');
        },
      },
      until: (traffic) => engineTextOf(traffic) !== null,
      focus: (traffic) => {
        const unit = helloOf(traffic)?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Read it aloud from the outside in: a frame; 4, a message of Engine.IO; 2, an event of Socket.IO; and then JSON.',
    ask: 'What does each of the layers do for you?',
    answer:
      'TCP: bytes in order. The frame: where a message ends. Engine.IO: the session, the heartbeat, a choice of transports. Socket.IO: event names, namespaces, acknowledgements. JSON: values, and not just text.',
  },
};

const helloOf = (traffic: Traffic) => eventsIn(traffic, 'client', 'hello')[0];

function engineTextOf(traffic: Traffic): string | null {
  const inside = helloOf(traffic)?.unit.inside;
  return inside ? textOf(traffic, inside) : null;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(LAYERS);
  const hello = helloOf(traffic);
  if (!hello) return null;
  const { decoder } = run.capture;
  const packet = hello.unit.inside;
  return (
    <p>
      <Phrase unit={packet} range={{ start: 0, end: 1 }}>
        4
      </Phrase>{' '}
      is Engine.IO’s <Term of="engine-type-message">message</Term>,{' '}
      <Phrase unit={hello.unit} range={{ start: 0, end: 1 }}>
        2
      </Phrase>{' '}
      is Socket.IO’s <Term of="socket-type-event">EVENT</Term>, and{' '}
      <Phrase unit={hello.unit}>{textOf(traffic, hello.unit).slice(1)}</Phrase> is what you emitted:{' '}
      {bytes(decoder.sizeOf(hello.unit))} of Socket.IO in {bytes(decoder.sizeOf(hello.carrier))} on the wire.
    </p>
  );
}
