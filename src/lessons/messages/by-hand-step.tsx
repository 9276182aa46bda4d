import { type ControlsProps, definePrediction, type Step } from '../define';
import { FrameControls } from '../parts/frame-controls';
import { isData } from '../parts/frames';
import { bytes, Phrase } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { interruptedMessage, missingPing, pongFirst } from './answers';

const BY_HAND = 'by-hand';

export const byHandStep: Step = {
  id: 'by-hand',
  title: 'Cut one yourself',
  picture: 'figure',
  Figure: Builder,
  Prose() {
    return (
      <>
        <p>
          A browser lets nobody choose the fragments. The frame builder does: below are three of them, with a
          ping after the first. The words are <code>café au lait</code>, and the first cut goes through the{' '}
          <code>é</code>: one of its two bytes is in one frame, the other in the next.
        </p>
        <p>The server sends every message back, and has to answer every ping.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BY_HAND,
      prediction: definePrediction({
        question: 'The ping goes out in the middle of the message. When does its pong come?',
        answers: {
          before: 'Before the message comes back',
          after: 'After the message has come back',
          never: 'Never: a ping may not stand there',
        },
        verdict: pongFirst,
      }),
      until: (traffic) => pongFirst(traffic) !== null,
      waiting: (traffic) => (traffic.units.length === 0 ? null : missingPing(traffic)),
      focus: (traffic) => {
        const found = interruptedMessage(traffic);
        return found && pointAt(traffic.capture, found.ping.unit);
      },
      See,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Neither fragment around the cut is valid text by itself. A program that decodes each frame to a string gets two question marks; the check is made over the whole message.',
    ask: 'Put a text frame between the fragments instead of the ping. What does the builder say, and what does the server do?',
    answer:
      'The builder names the broken rule. The server fails the connection with 1002: only control frames may stand between the fragments of a message (RFC 6455 §5.4).',
  },
};

function Builder(props: ControlsProps) {
  return <FrameControls {...props} begin="Three fragments with a ping between" />;
}

function See() {
  const { run } = useLesson();
  const found = interruptedMessage(run.tasks.traffic(BY_HAND));
  if (!found) return null;
  const { decoder } = run.capture;
  const { answers, sent } = found;
  const pong = answers.find(({ header }) => header.opcode === 10);
  const echo = answers.find(isData);
  const first = sent.find(isData);
  return (
    <>
      <p>
        {pong && <Phrase unit={pong.unit}>The pong</Phrase>} carries what{' '}
        <Phrase unit={found.ping.unit}>your ping</Phrase> carried (RFC 6455 §5.5.3), and did not wait for the
        message. {echo && <Phrase unit={echo.unit}>The echo</Phrase>} came in one frame: where a message is
        cut means nothing, and an intermediary may cut it differently (§5.4).
      </p>
      {first && echo && (
        <p>
          <Phrase unit={first.unit} field="Payload data">
            The first fragment
          </Phrase>{' '}
          ends in half a character. So a server does not get a string: it gets{' '}
          {bytes(decoder.sizeOf(decoder.contentsOf(echo.unit)[0] ?? echo.unit))} and an opcode that says
          “text”. In Node, <code>ws</code> hands its program a Buffer and <code>isBinary = false</code>.
        </p>
      )}
    </>
  );
}
