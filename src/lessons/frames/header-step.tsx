import { answerIn, definePrediction, type Step } from '../define';
import { frameBytes } from '../parts/frames';
import { openSocket } from '../parts/opened';
import { bytes, inWords, Phrase, Spoken, Term } from '../prose';
import { pointAt, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { echoedFrames, firstSent, hasEchoes } from './answers';

const HELLO = 'hello';

const ANSWERS = { 'bytes-5': '5', 'bytes-7': '7', 'bytes-11': '11', hundreds: 'Several hundred' };

export const headerStep: Step = {
  id: 'header',
  title: 'What comes before five letters?',
  picture: 'inspector',
  Prose() {
    return (
      <>
        <p>
          TCP carries bytes and knows no messages. So after the 101, both ends put all they say into{' '}
          <Term of="frame">frames</Term>: a header that says what comes and how long it is, then the payload,
          which it carries.
        </p>
        <p>
          An HTTP message from your browser spends hundreds of bytes on its header fields. Now your browser
          sends the word <code>Hello</code> in a frame, and the server sends it back.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: HELLO,
      code: "socket.send('Hello')",
      prediction: definePrediction({
        question: 'How many bytes does the browser write for these five letters?',
        answers: ANSWERS,
        verdict: sizeOfHello,
      }),
      action: {
        label: 'Send Hello',
        run: async (lab) => (await openSocket(lab)).socket.send('Hello'),
      },
      until: (traffic) => hasEchoes(traffic, 1),
      focus: (traffic) => {
        const sent = firstSent(traffic);
        return sent && pointAt(traffic.capture, sent.unit, 'FIN');
      },
      See,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Select the frame, and go through the figure in the inspector from left to right: it is the one that RFC 6455 §5.2 draws, with the bits of this frame in it.',
    ask: 'The server’s frame for the same word is four bytes shorter. Which four are missing?',
    answer:
      'The masking key, between the length and the payload. Only a client’s frames have one (RFC 6455 §5.1 and §5.3).',
  },
};

function See() {
  const { run } = useLesson();
  const [first] = echoedFrames(run.tasks.traffic(HELLO));
  if (!first) return null;
  const { unit, header } = first.sent;
  return (
    <>
      <p>
        <Phrase unit={unit}>{bytes(frameBytes(first.sent))}</Phrase>: {inWords(header.size)} of header and
        five of payload. The first byte says{' '}
        <Phrase unit={unit} field="FIN">
          FIN {+header.fin}
        </Phrase>
        <Spoken> (the message ends here)</Spoken>, three{' '}
        <Phrase unit={unit} field="RSV1">
          reserved bits
        </Phrase>{' '}
        for extensions, and the <Term of="opcode-text">opcode</Term>, the kind of frame:{' '}
        <Phrase unit={unit} field="Opcode">
          0x{header.opcode.toString(16)}
        </Phrase>
        , text. The second says{' '}
        <Phrase unit={unit} field="MASK">
          MASK {+header.masked}
        </Phrase>
        <Spoken> (the payload is scrambled with a key)</Spoken> and the{' '}
        <Phrase unit={unit} field="Payload length">
          length {header.length}
        </Phrase>
        . Then comes the{' '}
        <Phrase unit={unit} field="Masking-key">
          masking key
        </Phrase>
        , four bytes.
      </p>
      {first.echo && (
        <p>
          <Phrase unit={first.echo.unit}>The server’s frame</Phrase> has {bytes(frameBytes(first.echo))} and
          no key: only the client masks (RFC 6455 §5.1).
        </p>
      )}
    </>
  );
}

function sizeOfHello(traffic: Traffic): keyof typeof ANSWERS | null {
  const sent = firstSent(traffic);
  if (!sent) return null;
  const size = frameBytes(sent);
  return size >= 100 ? 'hundreds' : answerIn(ANSWERS, `bytes-${size}`);
}
