import { definePrediction, type Experiment } from '../define';
import { frameBytes } from '../parts/frames';
import { openSocket } from '../parts/opened';
import { bytes, Phrase } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { echoedFrames, firstSent, hasEchoes, typesDiffer } from './answers';

const TYPES = 'types';

/** Text, bytes and an empty message, beyond the core of the step on masking. */
export const typesTask: Experiment = {
  kind: 'experiment',
  id: TYPES,
  title: 'What makes a text a text?',
  isOptional: true,
  code: "socket.send('é');\nsocket.send(new Uint8Array([0xc3, 0xa9]));\nsocket.send('');",
  prediction: definePrediction({
    question:
      'In UTF-8, é is the two bytes c3 a9. Once unmasked, and apart from their random keys, how do the first two frames differ?',
    answers: {
      opcode: 'In the opcode alone',
      payload: 'In the payload',
      length: 'In the length and the payload',
    },
    verdict: (traffic) => {
      const [text, binary] = echoedFrames(traffic);
      if (!text || !binary) return null;
      return text.sent.header.length === binary.sent.header.length ? typesDiffer(traffic) : 'length';
    },
  }),
  action: {
    label: 'Send all three',
    run: async (lab) => {
      const { socket } = await openSocket(lab);
      socket.send('é');
      socket.send(new Uint8Array([0xc3, 0xa9]));
      socket.send('');
    },
  },
  until: (traffic) => hasEchoes(traffic, 3),
  focus: (traffic) => {
    const sent = firstSent(traffic);
    return sent && pointAt(traffic.capture, sent.unit, 'Opcode');
  },
  See,
};

function See() {
  const { run } = useLesson();
  const [text, binary, empty] = echoedFrames(run.tasks.traffic(TYPES));
  if (!text || !binary || !empty) return null;
  return (
    <>
      <p>
        <Phrase unit={text.sent.unit} field="Opcode">
          0x{text.sent.header.opcode.toString(16)}
        </Phrase>{' '}
        and{' '}
        <Phrase unit={binary.sent.unit} field="Opcode">
          0x{binary.sent.header.opcode.toString(16)}
        </Phrase>
        ; both carry{' '}
        <Phrase unit={text.sent.unit} field="Payload data">
          {bytes(text.sent.header.length)}
        </Phrase>
        , the same once unmasked. Text is bytes too, with the promise that they are UTF-8 (RFC 6455 §5.6).
      </p>
      <p>
        The empty message is <Phrase unit={empty.sent.unit}>a frame</Phrase> of{' '}
        {bytes(frameBytes(empty.sent))} from the browser
        {empty.echo && (
          <>
            {' '}
            and <Phrase unit={empty.echo.unit}>one</Phrase> of {bytes(frameBytes(empty.echo))} from the server
          </>
        )}
        : a header, and nothing after it.
      </p>
    </>
  );
}
