import { hexOf } from '../../protocol/text';
import { definePrediction, type Step } from '../define';
import { openSocket } from '../parts/opened';
import { Phrase, Term } from '../prose';
import { fieldOf, pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { echoedFrames, hasEchoes, sameTwice, wirePayload } from './answers';
import styles from './frames.module.css';
import { typesTask } from './types-task';
import { XorTable } from './xor-table';

export const MASKED = 'masked';

export const maskStep: Step = {
  id: 'mask',
  title: 'Does the mask hide anything?',
  picture: 'inspector',
  Prose() {
    return (
      <>
        <p>
          Every frame from a client is <Term of="masking-key">masked</Term>: payload byte <em>i</em> is XORed
          with byte <em>i</em> mod 4 of a key of four bytes (RFC 6455 §5.3). XOR flips the bits that are 1 in
          the key; once more with the same key, and the payload is back.
        </p>
        <p>Your browser sends the same word twice.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: MASKED,
      code: "socket.send('Hello');\nsocket.send('Hello');",
      prediction: definePrediction({
        question: 'Are the five payload bytes the same on the wire, both times?',
        answers: {
          same: 'Yes: the same text, the same bytes',
          different: 'No: each frame has a key of its own',
        },
        verdict: sameTwice,
      }),
      action: {
        label: 'Send it twice',
        run: async (lab) => {
          const { socket } = await openSocket(lab);
          socket.send('Hello');
          socket.send('Hello');
        },
      },
      until: (traffic) => hasEchoes(traffic, 2),
      focus: (traffic) => {
        const sent = echoedFrames(traffic)[0]?.sent;
        return sent ? pointAt(traffic.capture, sent.unit, 'Masking-key') : null;
      },
      See,
    },
    typesTask,
  ],
  notes: {
    minutes: 8,
    say: 'Unmask the payload in the inspector, byte by byte, with the bits shown. Then ask who else could do that: everybody who saw the frame.',
    ask: 'If it hides nothing, what is it for?',
    answer:
      'It keeps a page from choosing the bytes on the wire: the browser picks a new key after the page has handed over its text. Otherwise a page could write what a faulty proxy takes for a request, and poison its cache (RFC 6455 §10.3).',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(MASKED);
  const [first, second] = echoedFrames(traffic);
  if (!first || !second) return null;
  return (
    <>
      <ul className={styles.pairs}>
        {[first.sent, second.sent].map((sent) => {
          const key = fieldOf(run.capture, sent.unit, 'Masking-key');
          return (
            <li key={sent.unit.id}>
              key{' '}
              <Phrase unit={sent.unit} field="Masking-key">
                {key ? hexOf(run.capture.decoder.bytesOf(sent.unit, key)) : 'none'}
              </Phrase>{' '}
              payload{' '}
              <Phrase unit={sent.unit} field="Payload data">
                {hexOf(wirePayload(traffic, sent))}
              </Phrase>
            </li>
          );
        })}
      </ul>
      <XorTable traffic={traffic} frame={first.sent} />
      <p>
        The key is in the frame, right before what it masks: anyone who sees one sees the other. Masking is
        not encryption; it keeps a page from choosing the bytes that a proxy on the way sees (RFC 6455 §10.3),
        over <code>wss</code>, the encrypted WebSocket, as well (§5.1). In the <strong>Inspector</strong>,{' '}
        <strong>Unmask it</strong> does the XOR in front of you.
      </p>
    </>
  );
}
