import type { ControlsProps, Step } from '../define';
import { FrameControls } from '../parts/frame-controls';
import { openSocket } from '../parts/opened';
import { sendPreset } from '../parts/send-preset';
import { pointAt } from '../traffic';
import { interruptedMessage, missingPing, missingQuarter, wellCompressed } from './answers';
import { DeflateControls } from './deflate-controls';

const QUARTER = 'quarter';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Now without help',
  picture: 'figure',
  isTall: true,
  Figure: Figure,
  Prose() {
    return <p>Two goals: one with frames that you build, one with messages from your browser.</p>;
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'ping-between',
      title: 'First goal',
      goal: 'Send a ping between two fragments of one message, and get the message back.',
      missing: missingPing,
      focus: (traffic) => {
        const found = interruptedMessage(traffic);
        return found && pointAt(traffic.capture, found.ping.unit);
      },
      hints: [
        'Three frames are enough: add two to the one that is there.',
        'The first: text, FIN 0. The last: continuation, FIN 1.',
      ],
      golf: {
        unit: 'frames',
        counts: 'frames that you send on the connection',
        least: 3,
        count: (traffic) => interruptedMessage(traffic)?.sent.length ?? Number.POSITIVE_INFINITY,
      },
      showMe: (lab) => sendPreset(lab, 'Three fragments with a ping between'),
    },
    {
      kind: 'challenge',
      id: QUARTER,
      title: 'Second goal',
      goal: 'Send a message whose compressed frame, header included, is smaller than a quarter of the message.',
      missing: missingQuarter,
      focus: (traffic) => {
        const best = wellCompressed(traffic);
        return best && pointAt(traffic.capture, best.first.unit);
      },
      hints: [
        'What repeats compresses well; what is short does not.',
        'The connection remembers: a message may refer to what was sent before it.',
      ],
      golf: {
        unit: 'bytes',
        counts: 'bytes of the compressed frame',
        count: (traffic) => wellCompressed(traffic)?.wireBytes ?? Number.POSITIVE_INFINITY,
      },
      showMe: async (lab) => {
        const { socket } = await openSocket(lab, { deflate: true });
        socket.send('to be or not to be, '.repeat(12));
      },
    },
  ],
  notes: {
    minutes: 7,
    say: 'Everybody works alone. Those who finish early try to meet the second goal with fewer bytes on the wire than their neighbour.',
    ask: 'Would your message have met the second goal if it had been the first on its connection?',
    answer:
      'Only if its text repeats itself. Otherwise it is small because an earlier message is still in the window (RFC 7692 §7.1.1).',
  },
};

/** Frames by hand for the first goal, messages of the browser for the second. */
function Figure(props: ControlsProps) {
  return props.task === QUARTER ? <DeflateControls {...props} /> : <FrameControls {...props} isBare />;
}
