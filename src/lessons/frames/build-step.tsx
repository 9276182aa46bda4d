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
  isTall: true,
  Figure: Builder,
  Prose() {
    return (
      <p>
        A browser sends only valid frames. Here you set every bit: press a bit to flip it. The bytes go over a
        raw connection exactly as the builder shows them. The builder begins with a <code>Hello</code> whose
        MASK bit is 0; after your first try, it also says which rule a frame breaks.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BUILD,
      prediction: definePrediction({
        question: 'An unmasked Hello from a client: what does this server do?',
        answers: {
          echo: 'It sends Hello back',
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
    say: 'Let the room shout a bit to flip. After the first answer, read the builder’s sentence aloud before you send. 1002 says that a rule of the protocol was broken, 1007 that the content is not what it claims to be. 1009 is different: the frame is valid, but larger than this server accepts.',
    ask: 'Why should a server not simply ignore what is wrong, and read on?',
    answer:
      'After a wrong length it does not know where the next frame begins, and after any other error it would be guessing too. So it fails the connection (RFC 6455 §7.1.7).',
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
    <p>
      <Phrase unit={sent.unit} field="MASK">
        MASK 0
      </Phrase>{' '}
      from a client:{' '}
      {failed ? (
        <>
          the server failed the connection from port {sent.connection.client.port} with{' '}
          <Phrase unit={failed.close.unit} field="Status code">
            {failed.code}
          </Phrase>
          , protocol error. After an unmasked frame a server must close the connection; a Close frame with
          1002 is allowed, but not required (RFC 6455 §5.1).
        </>
      ) : (
        'the server’s reaction is below the builder.'
      )}
    </p>
  );
}
