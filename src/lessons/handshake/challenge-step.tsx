import { lazy } from 'react';
import type { Selection } from '../../timeline/pointing';
import type { Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { handshakeText, wireBytes } from '../parts/requests';
import { answeredOf, exchangesOf, header, openerOf, pointAt, type Traffic } from '../traffic';
import { missing426, missingOwnHandshake, requestBytes } from './answers';

const OWN = 'own-handshake';

/** The lesson does not begin with them. */
const Editors = lazy(() => import('./editors'));

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Now without help',
  picture: 'figure',
  isTall: true,
  Figure: Editors,
  Prose() {
    return (
      <p>
        Two goals. What counts is on the wire: the server’s answers to the bytes that you send in this step.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'make-426',
      title: 'First goal',
      goal: 'Make the server answer 426 Upgrade Required.',
      missing: (traffic) => missing426(traffic),
      golf: {
        unit: 'bytes',
        counts: 'bytes of your request',
        count: (traffic) => requestBytes(traffic, 426),
      },
      focus: (traffic) => askedOf(traffic, 'Sec-WebSocket-Version'),
      hints: [
        '426 means: not in the protocol of this request, but perhaps in another (RFC 9110 §15.5.22).',
        'Which number in this request says exactly what you ask for?',
        'Any Sec-WebSocket-Version other than 13.',
      ],
      showMe: async (lab) => {
        if (lab.addresses) await lab.openRaw(wireBytes(handshakeText(lab.addresses, { version: '8' })));
      },
    },
    {
      kind: 'challenge',
      id: OWN,
      title: 'Second goal',
      goal: 'Complete a handshake by hand, with a key of your own.',
      missing: (traffic, run) => missingOwnHandshake(traffic, (key) => isKeyTaken(key, traffic, run)),
      golf: {
        unit: 'bytes',
        counts: 'bytes of your request',
        count: (traffic) => requestBytes(traffic, 101),
      },
      focus: (traffic) => askedOf(traffic, 'Sec-WebSocket-Key'),
      hints: [
        'A key is 16 bytes in base64: 24 characters, the last two “==”.',
        'Any 16 letters will do as bytes. The field below turns them into base64.',
      ],
      showMe: async (lab) => {
        const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
        if (lab.addresses) await lab.openRaw(wireBytes(handshakeText(lab.addresses, { key })));
      },
    },
  ],
  notes: {
    minutes: 6,
    say: 'Everybody works alone. Those who are done compare accept values with a neighbour: different keys, different values, the same computation.',
    ask: 'Your key is “hello websocket!” in base64. Did that make your connection less safe than your browser’s?',
    answer:
      'No: the key is not a secret, and protects nobody’s data. It only shows that this response answers this request (RFC 6455 §1.3). A real client must choose it at random for each connection (§4.1), so that no stored response fits.',
  },
};

/** A line of the newest request that was answered: both goals are about what is sent. */
function askedOf(traffic: Traffic, name: string): Selection | null {
  const answered = answeredOf(traffic);
  return answered && pointAt(traffic.capture, answered.request, name);
}

/** Whether anyone but this task sent that key: the browser, another step, "show me". */
function isKeyTaken(key: string, traffic: Traffic, run: LessonRun): boolean {
  const ownUnits = new Set(traffic.units);
  const isShown = exchangesOf(traffic).some(({ request }) =>
    run.tasks.wasShown(openerOf(run.capture, request) ?? -1),
  );
  if (isShown) return false;
  return run.capture.decoder.units.some((unit) => {
    if (unit.layer !== 'http' || unit.kind !== 'request' || ownUnits.has(unit)) return false;
    const head = run.capture.decoder.headOf(unit);
    return head !== null && header(head, 'Sec-WebSocket-Key') === key;
  });
}
