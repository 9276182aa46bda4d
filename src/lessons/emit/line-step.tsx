import type { Step } from '../define';
import { runBoth } from '../parts/programs';
import { eventsIn, textOf } from '../parts/socket-io';
import { bytes, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { LISTENING_SERVER } from './texts';

const LINE = 'line';
const ANSWERS = [
  '42["sum",1,{"a":2}]',
  '42["sum",[1,{"a":2}]]',
  '42{"event":"sum","data":[1,{"a":2}]}',
] as const;

export const lineStep: Step = {
  id: 'line',
  title: 'Your line, down to the bytes',
  code: {
    server: LISTENING_SERVER,
    clients: ["const socket = io();\n\nsocket.emit('sum', 1, { a: 2 });\n"],
  },
  Prose() {
    return (
      <p>
        Under the wire stand two programs, and both are yours: the client’s runs in this browser with the real
        socket.io-client, the server’s as this lab’s Socket.IO server. A line lights up when its packet leaves
        or arrives; its mark leads to the bytes.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: LINE,
      prediction: {
        question: "What does Engine.IO carry for socket.emit('sum', 1, { a: 2 })?",
        answers: ANSWERS,
        verdict: (traffic) => {
          const place = ANSWERS.indexOf(carriedOf(traffic) as (typeof ANSWERS)[number]);
          return place < 0 ? null : place;
        },
      },
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => carriedOf(traffic) !== null,
      focus: (traffic) => {
        const unit = eventsIn(traffic, 'client')[0]?.unit;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Select the line’s mark, then walk down the layers in the inspector: event, packet, frame or body, bytes.',
    ask: 'The emit stands before the connection is there. When did the packet leave?',
  },
};

/** What carries the first event, as text, without the namespace that has none. */
function carriedOf(traffic: Traffic): string | null {
  const inside = eventsIn(traffic, 'client')[0]?.unit.inside;
  return inside ? textOf(traffic, inside) : null;
}

function See() {
  const { run } = useLesson();
  const traffic = run.traffic(LINE);
  const event = eventsIn(traffic, 'client')[0];
  if (!event) return null;
  const { decoder } = run.capture;
  return (
    <p>
      <Phrase unit={event.unit.inside}>{carriedOf(traffic)}</Phrase>: 4 for a message of Engine.IO, 2 for an
      event, and a JSON array of the name and then each argument (Socket.IO protocol v5). It left in a{' '}
      <Phrase unit={event.carrier}>
        {event.transport === 'polling' ? 'POST' : 'frame'} of {bytes(decoder.sizeOf(event.carrier))}
      </Phrase>
      {event.transport === 'polling' && ', since the session had no WebSocket yet'}.
    </p>
  );
}
