import { type ControlsProps, definePrediction, type Step } from '../define';
import { FrameControls } from '../parts/frame-controls';
import { closedByServer, seenFrames } from '../parts/frames';
import { Phrase } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { unmaskedAnswer, whyNotUnmasked } from './answers';

const BUILD = 'build';

export const buildStep: Step = {
  id: 'build',
  title: 'Build one yourself',
  picture: 'figure',
  Figure: Builder,
  Prose() {
    return (
      <>
        <p>
          A browser sends right frames only. Here you set every bit: press a bit to flip it. The bytes go over
          a raw connection of their own, on which a handshake has been made by hand, exactly as they stand
          below.
        </p>
        <p>
          The builder says beforehand which rule is broken. What the server does about it, you see on the
          wire. It begins with a <code>Hello</code> whose MASK bit is 0.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BUILD,
      prediction: definePrediction({
        question: 'An unmasked Hello from a client: what does the server do?',
        answers: {
          echo: 'It echoes it',
          'close-1002': 'It sends Close 1002, and ends the connection',
          end: 'It ends the connection without a word',
        },
        verdict: unmaskedAnswer,
      }),
      until: (traffic) => unmaskedAnswer(traffic) !== null,
      waiting: whyNotUnmasked,
      focus: (traffic) => {
        const close = closedByServer(traffic)[0]?.close;
        return close ? pointAt(traffic.capture, close.unit, 'Status code') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 10,
    say: 'Let the room shout a bit to flip. Read the builder’s sentence aloud, then send. 1002 is a broken rule of the protocol, 1007 wrong content, 1009 too much of it.',
    ask: 'Why may a server not simply ignore what is wrong, and read on?',
    answer:
      'After a wrong length it would not know where the next frame begins, and after any other error it would be guessing too. So it fails the connection (RFC 6455 §7.1.7).',
  },
};

function Builder(props: ControlsProps) {
  return <FrameControls {...props} begin="Unmasked frame" />;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BUILD);
  const sent = seenFrames(traffic, { sender: 'client', via: 'raw' }).find(({ header }) => !header.masked);
  const failed = closedByServer(traffic).find(({ close }) => close.connection === sent?.connection);
  if (!sent) return null;
  return (
    <>
      <p>
        <Phrase unit={sent.unit} field="MASK">
          MASK 0
        </Phrase>{' '}
        from a client{' '}
        {failed ? (
          <>
            and the server failed the connection on port {sent.connection.client.port} with{' '}
            <Phrase unit={failed.close.unit} field="Status code">
              {failed.code}
            </Phrase>
            : protocol error (RFC 6455 §7.4.1).
          </>
        ) : (
          'had the answer that you see below the builder.'
        )}
      </p>
      <p>Now try the others: a reserved opcode, a ping of 126 bytes, a length that lies.</p>
    </>
  );
}
