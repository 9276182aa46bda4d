import type { Step } from '../define';
import { bytes, Phrase } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { firstFrameOf } from './first-frame';
import { FIRST } from './port-step';

const EARLY = 'early';

export const endStep: Step = {
  id: 'end',
  title: 'Where does HTTP end?',
  needs: FIRST,
  Prose() {
    const { run } = useLesson();
    const first = firstFrameOf(run.traffic(FIRST));
    if (!first) return <p>At a byte that one can point at: the last of an empty line.</p>;
    const { response } = first.handshake;
    const blank = pointAt(run.capture, response, 'Empty line').range;
    const serversFrame = run
      .traffic(FIRST)
      .units.find(({ layer, sender }) => layer === 'websocket' && sender === 'server');
    return (
      <p>
        The server’s <Phrase unit={response}>101</Phrase> has {bytes(response.end - response.start)}, and its{' '}
        {blank ? (
          <Phrase unit={response} range={blank}>
            empty line
          </Phrase>
        ) : (
          'empty line'
        )}{' '}
        is the last of HTTP on this connection. The next byte is no letter of any header: it is{' '}
        <Phrase unit={serversFrame} range={{ start: 0, end: 1 }}>
          the first byte of a frame
        </Phrase>
        . Your browser’s half has the same border: behind the empty line of its request, and only once the 101
        has come, stands <Phrase unit={first.frame}>its frame</Phrase>. When may your code send it?
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: EARLY,
      title: 'Too early?',
      code: "const socket = new WebSocket(url)\nsocket.send('too early')",
      prediction: {
        question: 'send() in the line after new WebSocket(). What happens?',
        answers: [
          'It is kept, and sent when the connection is open',
          'It throws',
          'It is lost without a word',
        ],
        verdict: (traffic) => {
          if (traffic.calls.some(({ kind }) => kind === 'error')) return 1;
          if (traffic.units.some(({ kind }) => kind === 'text')) return 0;
          return null;
        },
      },
      action: {
        label: 'Run these two lines',
        run: (lab) => {
          const { opener, send } = lab.openWebSocket();
          try {
            send('too early');
          } catch (error) {
            // The exception is part of what happened: it is written down like any other call.
            const { capture } = lab;
            capture.addCall({
              at: lab.nowMicros().at,
              end: 'client',
              opener,
              kind: 'error',
              detail: String(error),
            });
          }
        },
      },
      until: (traffic) =>
        traffic.calls.some(({ kind }) => kind === 'error') ||
        traffic.units.some(({ kind }) => kind === 'text'),
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Select the last two bytes of the response in the byte view: 0d 0a. Then step once: 81.',
    ask: 'Why may a client not send frames before it has seen the 101? (It cannot know that they will be read as frames.)',
  },
};

function See() {
  const { run } = useLesson();
  const { calls } = run.traffic(EARLY);
  const error = calls.find(({ kind }) => kind === 'error');
  const opened = calls.find(({ kind }) => kind === 'open');
  return (
    <p>
      {error && (
        <>
          The browser says: <code>{error.detail}</code>{' '}
        </>
      )}
      Until the 101 there is nothing that a frame could travel on
      {opened ? '; the same socket opened a moment later, without your text' : ''}. Send in{' '}
      <code>onopen</code>, or later.
    </p>
  );
}
