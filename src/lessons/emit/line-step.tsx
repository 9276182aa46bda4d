import { answerIn, definePrediction, type Step } from '../define';
import { runBoth } from '../parts/programs';
import { eventsIn, textOf } from '../parts/socket-io';
import { bytes, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { LISTENING_SERVER } from './texts';

export const LINE = 'line';
const ANSWERS = {
  arguments: '42["sum",1,{"a":2}]',
  array: '42["sum",[1,{"a":2}]]',
  object: '42{"event":"sum","data":[1,{"a":2}]}',
};

export const lineStep: Step = {
  id: 'line',
  title: 'Your line, down to the bytes',
  picture: 'code',
  code: {
    server: LISTENING_SERVER,
    clients: ["const socket = io();\n\nsocket.emit('sum', 1, { a: 2 });\n"],
  },
  Prose() {
    return (
      <p>
        The stage now has two programs, and both are yours: the client’s runs in this browser with the real{' '}
        <code>socket.io-client</code>, the server’s in this lab with the real <code>socket.io</code>. A line
        lights up when its packet leaves or arrives; its mark leads to the bytes.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: LINE,
      prediction: definePrediction({
        question: "Which Engine.IO packet does socket.emit('sum', 1, { a: 2 }) become?",
        answers: ANSWERS,
        verdict: (traffic) => {
          const carried = carriedOf(traffic);
          return answerIn(ANSWERS, Object.entries(ANSWERS).find(([, text]) => text === carried)?.[0]);
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => carriedOf(traffic) !== null,
      missing: () => 'No event of the client has passed.',
      focus: (traffic) => {
        const unit = eventsIn(traffic, 'client')[0]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Select the line’s mark, then go down the layers in the inspector: event, packet, frame or body, bytes.',
    ask: 'The line with emit ran before there was a connection. When did the packet leave?',
    answer:
      'After the server’s CONNECT packet had come. Until then the client keeps what is emitted; then it sends it in the same order.',
  },
};

/** The Engine.IO packet that carries the first event, as text. */
function carriedOf(traffic: Traffic): string | null {
  const inside = eventsIn(traffic, 'client')[0]?.unit.inside;
  return inside ? textOf(traffic, inside) : null;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(LINE);
  const event = eventsIn(traffic, 'client')[0];
  if (!event) return null;
  const { decoder } = run.capture;
  return (
    <p>
      <Phrase unit={event.unit.inside}>{carriedOf(traffic)}</Phrase>: the 4 is Engine.IO’s own and means
      message; the rest is Socket.IO’s packet
      {/^42\[/.test(carriedOf(traffic) ?? '') &&
        ', 2 for an event and a JSON array of the name and each argument'}{' '}
      (Socket.IO protocol v5). It left in a{' '}
      <Phrase unit={event.carrier}>
        {event.transport === 'polling' ? 'POST' : 'frame'} of {bytes(decoder.sizeOf(event.carrier))}
      </Phrase>
      {event.transport === 'polling' && ', since the session had not moved to a WebSocket'}.
    </p>
  );
}
