import type { LabSession } from '../../lab/session';
import type { Unit } from '../../protocol/unit';
import { definePrediction, type Step } from '../define';
import { untilCaptured } from '../parts/opened';
import { handshakeText, wireBytes } from '../parts/requests';
import { Phrase, Term } from '../prose';
import { allTraffic, statusOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const BACK = 'back';
const REQUEST = 'GET / HTTP/1.1\nHost: localhost\n\n';

export const backStep: Step = {
  id: 'back',
  title: 'Is there a way back?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        A page cannot try this: on an upgraded connection, a browser sends only frames. So a small client
        writes the bytes: a handshake and, after the 101, an ordinary GET request on the same connection.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BACK,
      code: REQUEST.trim(),
      prediction: definePrediction({
        question: 'What does the server do with this request, after 101?',
        answers: {
          'status-200': 'It answers 200: HTTP still works here',
          'status-426': 'It answers 426 Upgrade Required',
          frame: 'It reads the request as a frame, and a broken one',
        },
        verdict: (traffic) => {
          if (closeOf(traffic)) return 'frame';
          const statuses = traffic.units.map((unit) => traffic.capture.decoder.headOf(unit)?.status);
          if (statuses.includes(200)) return 'status-200';
          return statuses.includes(426) ? 'status-426' : null;
        },
      }),
      action: { label: 'Ask for a page after 101', run: askAfterSwitch },
      until: (traffic) => closeOf(traffic) !== undefined,
      waiting: (traffic) => {
        const status = statusOf(traffic);
        if (status === null || status === 101) return null;
        return `The server answered the handshake with ${status}: there was no switch to come back from.`;
      },
      focus: (traffic) => {
        const unit = brokenOf(traffic);
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: '“G” is 0x47, in bits 0100 0111: not final, a reserved bit set, opcode 7, which is not defined. Draw it on the board first.',
    ask: 'How would a page get from an upgraded connection to an ordinary request?',
    answer: 'On another connection, as fetch() does. Nothing in WebSocket leads back to HTTP.',
  },
};

async function askAfterSwitch(lab: LabSession): Promise<void> {
  if (!lab.addresses) return;
  const raw = await lab.openRaw(wireBytes(handshakeText(lab.addresses)));
  const { capture } = lab;
  const status = await untilCaptured(capture, () => {
    const connection = capture.connections.find(({ openedBy }) => openedBy === raw.opener);
    const units = capture.decoder.units.filter((unit) => unit.connection === connection?.id);
    return statusOf({ ...allTraffic(capture), units }) ?? undefined;
  });
  // Something on the way may have refused: then there is nothing to come back from.
  if (status === 101) await raw.write(wireBytes(REQUEST));
}

const brokenOf = ({ units }: Traffic): Unit | undefined =>
  units.find(({ layer, sender, fault }) => layer === 'websocket' && sender === 'client' && fault !== null);

const closeOf = ({ units }: Traffic): Unit | undefined =>
  units.find(({ layer, sender, kind }) => layer === 'websocket' && sender === 'server' && kind === 'close');

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BACK);
  const broken = brokenOf(traffic);
  const close = closeOf(traffic);
  const content = close && run.capture.decoder.contentOf(close);
  const code = content && content.length >= 2 ? content[0]! * 256 + content[1]! : null;
  return (
    <p>
      The “G” of GET was read as <Phrase unit={broken}>the first byte of a frame</Phrase>, which is why the{' '}
      <strong>Inspector</strong> calls this request a frame. Read as bits, 0100 0111, it sets a flag that must
      be 0 and names a type of frame that does not exist. The server sent{' '}
      <Phrase unit={close}>Close {code ?? ''}</Phrase> (<Term of="close-code">protocol error</Term>) and ended
      the connection. After a 101 there is no HTTP here, and RFC 6455 defines no switch back.
    </p>
  );
}
