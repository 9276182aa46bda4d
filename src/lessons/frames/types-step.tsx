import { definePrediction, type Step } from '../define';
import { frameBytes } from '../parts/frames';
import { openSocket } from '../parts/opened';
import { bytes, Phrase } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { echoedFrames, firstSent, hasEchoes, typesDiffer } from './answers';

const TYPES = 'types';

export const typesStep: Step = {
  id: 'types',
  title: 'What makes a text a text?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        <code>send()</code> takes a string, or bytes. A string is sent as UTF-8, where <code>é</code> is the
        two bytes <code>c3 a9</code>. The same two bytes can also be sent as bytes. And a message may be
        empty, which is not the same as no message.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: TYPES,
      code: "socket.send('é');\nsocket.send(new Uint8Array([0xc3, 0xa9]));\nsocket.send('');",
      prediction: definePrediction({
        question: 'Unmasked, and apart from their random keys: in what do the first two frames differ?',
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
    },
  ],
  notes: {
    minutes: 5,
    say: 'Compare the first bytes of the two frames: 81 and 82. Only the opcode differs, 1 and 2; what both carry is bytes. The word “text” is a promise that they are UTF-8, and the receiver checks it.',
    ask: 'Your server stores images. Which opcode should arrive, and what would happen if a client sent an image as text?',
    answer:
      'Opcode 2, binary (RFC 6455 §5.6). The bytes of an image are hardly ever valid UTF-8, so in a text frame they would make the server fail the connection (§8.1), with 1007 (§7.4.1). A browser cannot send that: its strings are always valid UTF-8 on the wire.',
  },
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
