import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import table from '../parts/table.module.css';
import { bytes, milliseconds, Phrase } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { BorderFigure } from './border-figure';
import { exceptionIn, IN_TIME, TOO_EARLY, textFrameOf, verdictOfEarly } from './early';
import { borderOf, firstFrameOf } from './first-frame';
import { FIRST } from './port-step';
import styles from './upgraded.module.css';

const EARLY = 'early';

export const endStep: Step = {
  id: 'end',
  title: 'Where does HTTP end?',
  picture: 'figure',
  Figure: Borders,
  needs: FIRST,
  Prose() {
    const { run } = useLesson();
    const first = firstFrameOf(run.tasks.traffic(FIRST));
    if (!first) return <p>At a byte that you can select: the last one of an empty line.</p>;
    const { response } = first.handshake;
    const blank = pointAt(run.capture, response, 'Empty line').range;
    const serversFrame = run.tasks
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
        is the last of the server’s HTTP on this connection. The next byte is{' '}
        <Phrase unit={serversFrame} range={{ start: 0, end: 1 }}>
          the first byte of a frame
        </Phrase>
        . Your browser’s side has the same border: after the empty line of its request comes{' '}
        <Phrase unit={first.frame}>its frame</Phrase>. When may your code send one?
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: EARLY,
      title: 'Too early?',
      code: `const socket = new WebSocket(url)\nsocket.onopen = () => socket.send('${IN_TIME}')\nsocket.send('${TOO_EARLY}')`,
      prediction: definePrediction({
        question: 'The last line runs right after new WebSocket(). What becomes of its text?',
        answers: {
          kept: 'It is kept, and sent when the connection is open',
          throws: 'It is not sent: send() throws an exception',
          lost: 'It is lost without a word',
        },
        verdict: verdictOfEarly,
      }),
      action: { label: 'Run these lines', run: sendAtOnce },
      until: (traffic) => textFrameOf(traffic, IN_TIME) !== undefined,
      See,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Select the last two bytes of the response in the byte view: 0d 0a. Then step once: 81.',
    ask: 'Why may a client not send frames before it has seen the 101?',
    answer:
      'It cannot know that they will be read as frames: the server may refuse, and go on in HTTP. So a client must wait for the response (RFC 6455 §4.1).',
  },
};

/** Both directions, at the byte where HTTP ends in this run, and the line of which no byte is there. */
function Borders() {
  const { run } = useLesson();
  if (!run.tasks.isMet(EARLY)) {
    return (
      <p className={table.empty} data-empty>
        The last bytes of HTTP and the first frame of this run will appear here, in both directions.
      </p>
    );
  }
  const traffic = run.tasks.traffic(EARLY);
  const client = borderOf(traffic, 'client');
  const server = borderOf(traffic, 'server');
  return (
    <div className={styles.borders}>
      {exceptionIn(traffic) && !textFrameOf(traffic, TOO_EARLY) && (
        <p className={styles.unsent}>
          <code>socket.send('{TOO_EARLY}')</code> threw: no byte of it
        </p>
      )}
      {client && <BorderFigure title="From your browser" border={client} />}
      {server && <BorderFigure title="From the server" border={server} />}
    </div>
  );
}

/** As people write it. */
function sendAtOnce(lab: LabSession): void {
  const { socket, send, attempt } = lab.openWebSocket();
  socket.addEventListener('open', () => send(IN_TIME));
  attempt(() => send(TOO_EARLY));
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(EARLY);
  const error = exceptionIn(traffic);
  const made = traffic.calls.find(({ kind }) => kind === 'new WebSocket');
  const opened = traffic.calls.find(({ kind }) => kind === 'open');
  if (!made || !opened) return null;
  return (
    <>
      {error && (
        <p>
          The browser says: <code>{error.detail}</code>
        </p>
      )}
      <p>
        The request and the 101 had to travel first: <code>onopen</code> came{' '}
        {milliseconds(made.at, opened.at)} after <code>new WebSocket</code>. Only{' '}
        <Phrase unit={textFrameOf(traffic, IN_TIME)}>what your code sent then</Phrase> is on the wire.
      </p>
    </>
  );
}
