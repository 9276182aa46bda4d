import { answerIn, definePrediction, type Step } from '../define';
import { type SeenFrame, seenFrames } from '../parts/frames';
import { openSocket } from '../parts/opened';
import table from '../parts/table.module.css';
import { inWords, Phrase, Term } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { echoedFrames, hasEchoes, headerSizeFor } from './answers';
import styles from './frames.module.css';

export const LENGTHS = 'lengths';

/** On both sides of both limits. */
const SIZES = [125, 126, 65_535, 65_536];

const ANSWERS = { 'bytes-2': '2 bytes', 'bytes-6': '6 bytes', 'bytes-8': '8 bytes', 'bytes-14': '14 bytes' };

export const lengthStep: Step = {
  id: 'length',
  title: 'Seven bits for any length?',
  picture: 'figure',
  Figure: Headers,
  Prose() {
    return (
      <p>
        Besides the MASK bit, the second byte has seven bits for the{' '}
        <Term of="payload-length">payload length</Term>, which count to 127. A message may be far longer, so
        only 0 to 125 is the length itself. <strong>126</strong> says that the next 16 bits hold it,{' '}
        <strong>127</strong> that the next 64 bits do. A sender must use the shortest form that fits (RFC 6455
        §5.2).
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: LENGTHS,
      code: "for (const size of [125, 126, 65535, 65536]) {\n  socket.send('a'.repeat(size));\n}",
      prediction: definePrediction({
        question: 'A message of 126 bytes from the browser: how large is the header of its frame?',
        answers: ANSWERS,
        verdict: (traffic) => answerIn(ANSWERS, `bytes-${headerSizeFor(traffic, 126)}`),
      }),
      action: {
        label: 'Send all four',
        run: async (lab) => {
          const { socket } = await openSocket(lab);
          for (const size of SIZES) socket.send('a'.repeat(size));
        },
      },
      until: (traffic) => hasEchoes(traffic, SIZES.length),
      focus: (traffic) => {
        const sent = echoedFrames(traffic).find(({ sent: { header } }) => header.length === 126)?.sent;
        return sent ? pointAt(traffic.capture, sent.unit, 'Extended payload length') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 7,
    say: 'One byte more, from 125 to 126, and the header grows by two. From 65,535 to 65,536 it grows by six. The second byte says so: 126 and 127 are not lengths there.',
    ask: 'Why did nobody make the length field 64 bits wide from the start? Count what a chat of short lines would pay.',
    answer:
      'Eight bytes more in every short frame: a line of 20 letters from a browser would take 34 bytes instead of 26.',
  },
};

/** The header of each frame that was sent, and of its echo. */
function Headers() {
  const { run } = useLesson();
  const rows = echoedFrames(run.tasks.traffic(LENGTHS));
  if (rows.length === 0)
    return (
      <p className={table.empty} data-empty>
        The headers of the four frames will appear here, side by side.
      </p>
    );
  return (
    <table className={`${table.bytes} ${styles.lengths}`}>
      <caption>Each frame, in this run</caption>
      <thead>
        <tr>
          <th scope="col">payload</th>
          <th scope="col">7 bits say</th>
          <th scope="col">browser’s header</th>
          <th scope="col">server’s header</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ sent, echo }) => (
          <tr key={sent.unit.id}>
            <td>{sent.header.length.toLocaleString('en-US')}</td>
            <td>{sent.header.length7}</td>
            <td>
              <Phrase unit={sent.unit} range={{ start: 0, end: sent.header.size }}>
                {sent.header.size} bytes
              </Phrase>
            </td>
            <td>
              {echo && (
                <Phrase unit={echo.unit} range={{ start: 0, end: echo.header.size }}>
                  {echo.header.size} bytes
                </Phrase>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function See() {
  const { run } = useLesson();
  const { decoder } = run.capture;
  const traffic = run.tasks.traffic(LENGTHS);
  const rows = echoedFrames(traffic);
  const eight = rows.find(({ sent }) => sent.header.length === 126)?.sent;
  const longest = seenFrames(traffic, { sender: 'client', via: 'direct' }).reduce<SeenFrame | null>(
    (best, frame) => (best && best.header.length >= frame.header.length ? best : frame),
    null,
  );
  const reads = longest ? decoder.carriersOf(longest.unit).length : 0;
  return (
    <>
      {eight && (
        <p>
          The header for 126 bytes takes {eight.header.size} bytes: the first two,{' '}
          <Phrase unit={eight.unit} field="Extended payload length">
            two of length
          </Phrase>
          , and four of masking key, which the server’s frames do not have.
        </p>
      )}
      {longest && (
        <p>
          The server got <Phrase unit={longest.unit}>the longest frame</Phrase> in {inWords(reads)}{' '}
          {reads === 1 ? 'read' : 'reads'} of its socket. TCP knows no frames: only the length says where one
          ends.
        </p>
      )}
    </>
  );
}
