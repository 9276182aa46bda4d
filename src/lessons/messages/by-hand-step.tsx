import { type ControlsProps, definePrediction, type Step } from '../define';
import { FrameControls } from '../parts/frame-controls';
import { isData } from '../parts/frames';
import { bytes, Phrase } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { endsInHalf, interruptedMessage, missingPing, pongFirst } from './answers';

const BY_HAND = 'by-hand';

export const byHandStep: Step = {
  id: 'by-hand',
  title: 'Cut one yourself',
  picture: 'figure',
  isTall: true,
  Figure: Builder,
  Prose() {
    return (
      <>
        <p>
          A page cannot choose where its browser cuts a message; with the frame builder you can. It begins
          with three fragments, with a ping after the first. The words are <code>café au lait</code>, and the
          first cut goes through the <code>é</code>, which takes two bytes in UTF-8.
        </p>
        <p>The server sends every whole message back.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BY_HAND,
      prediction: definePrediction({
        question: 'Your ping leaves in the middle of the message. When does its pong come?',
        answers: {
          before: 'Before the message comes back',
          after: 'After the message has come back',
          never: 'Never: the server closes the connection',
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
    say: 'Neither fragment beside the cut is valid text by itself. A program that decodes each frame to a string gets two replacement characters instead of one é. Only the whole message must be valid UTF-8 (RFC 6455 §5.6).',
    ask: 'Put a text frame between the fragments instead of the ping. What does the builder say, and what does the server do?',
    answer:
      'The builder names the broken rule. The server closes with 1002: the frames of two messages must not be interleaved (RFC 6455 §5.4).',
  },
};

function Builder(props: ControlsProps) {
  return <FrameControls {...props} begin="Three fragments with a ping between" />;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BY_HAND);
  const found = interruptedMessage(traffic);
  if (!found) return null;
  const { decoder } = run.capture;
  const { answers, sent } = found;
  const pong = answers.find(({ header }) => header.opcode === 10);
  const echo = answers.find(isData);
  const first = sent.find(isData);
  return (
    <>
      {pong ? (
        <p>
          <Phrase unit={pong.unit}>The pong</Phrase> carries what{' '}
          <Phrase unit={found.ping.unit}>your ping</Phrase> carried (RFC 6455 §5.5.3)
          {echo && (
            <>
              , and came {pongFirst(traffic) === 'before' ? 'before' : 'after'}{' '}
              <Phrase unit={echo.unit}>the echo</Phrase>
            </>
          )}
          . The echo may be cut differently from your message: where a message is cut means nothing (§5.4).
        </p>
      ) : (
        <p>The connection ended before a pong came: look at the server’s last frame.</p>
      )}
      {first && echo && endsInHalf(decoder.contentOf(first.unit)) && (
        <p>
          <Phrase unit={first.unit} field="Payload data">
            The first fragment
          </Phrase>{' '}
          ends in half a character. So a server cannot decode each frame by itself: it joins the payloads
          first, here {bytes(decoder.sizeOf(decoder.contentsOf(echo.unit)[0] ?? echo.unit))}. In Node, the
          library <code>ws</code> then gives its program a Buffer of bytes with <code>isBinary = false</code>,
          not a string.
        </p>
      )}
    </>
  );
}
