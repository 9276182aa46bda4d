import { definePrediction, type Step } from '../define';
import { openSocket } from '../parts/opened';
import table from '../parts/table.module.css';
import { bytes, Phrase, Term } from '../prose';
import { pointAt, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { type Carried, carriedMessages, isWithoutDeflate, secondTime } from './answers';

const COMPRESSED = 'compressed';

/** As chats send it: the same field names each time. */
const LINES = JSON.stringify(
  ['Is anybody here?', 'I am, since nine.', 'Good. Then we begin.', 'What is the first question?'].map(
    (text, at) => ({
      room: 'lobby',
      user: at % 2 === 0 ? 'ada' : 'grace',
      text,
    }),
  ),
);
const TINY = 'Hi';

export const compressionStep: Step = {
  id: 'compression',
  title: 'What does compression save?',
  picture: 'figure',
  Figure: Sizes,
  Prose() {
    return (
      <>
        <p>
          Browser and server can agree on an extension in the handshake:{' '}
          <Term of="per-message-deflate">permessage-deflate</Term> (RFC 7692). Then a message may be
          compressed, and <Term of="rsv1">RSV1</Term> of its first frame says that it is.
        </p>
        <p>
          DEFLATE replaces what it has seen before with a reference to it. Your browser sends four chat lines
          as JSON, the same lines once more, and then <code>{TINY}</code>.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: COMPRESSED,
      code: `socket.send(lines);\nsocket.send(lines);\nsocket.send('${TINY}');`,
      prediction: definePrediction({
        question:
          'The same text is sent a second time. How large is its payload, compared with the first time?',
        answers: { same: 'As large', smaller: 'Smaller, but more than a tenth', tenth: 'Less than a tenth' },
        verdict: secondTime,
      }),
      action: {
        label: 'Send all three',
        run: async (lab) => {
          const { socket } = await openSocket(lab, { deflate: true });
          for (const text of [LINES, LINES, TINY]) socket.send(text);
        },
      },
      until: (traffic) => carriedMessages(traffic, 'server').length >= 3 && secondTime(traffic) !== null,
      waiting: (traffic) =>
        isWithoutDeflate(traffic)
          ? 'Your browser and this server, or a proxy between them, did not agree on permessage-deflate: nothing is compressed here.'
          : null,
      focus: (traffic) => {
        const [first] = carriedMessages(traffic, 'client');
        return first ? pointAt(traffic.capture, first.first.unit, 'RSV1') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Select the second frame and open its message: all the text comes out of a handful of bytes. For that, both ends keep up to 32 KiB of what was sent before, for each direction of each connection; that memory is the price.',
    ask: 'A server with 50,000 connections: what does context takeover cost it, and would you leave it on?',
    answer:
      'Up to 32 KiB each way: 50,000 times 64 KiB is more than 3 GB, before what the compressor needs for itself. With many quiet connections, turn it off for either direction (server_no_context_takeover and client_no_context_takeover, RFC 7692 §7.1.1) or agree on a smaller window (§7.1.2). It pays where messages are alike.',
  },
};

function Sizes() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(COMPRESSED);
  const rows = carriedMessages(traffic, 'client');
  if (rows.length === 0)
    return (
      <p className={table.empty} data-empty>
        The sizes of the three messages will appear here, side by side.
      </p>
    );
  return <SizesTable traffic={traffic} rows={rows} />;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(COMPRESSED);
  const rows = carriedMessages(traffic, 'client');
  const [first, second, tiny] = rows;
  if (!first || !second || !tiny) return null;
  return (
    <>
      <p>
        <Phrase unit={first.first.unit} field="RSV1">
          RSV1 is {+first.first.header.rsv1}
        </Phrase>
        : the first time, {first.payloadBytes} bytes carried a text of {first.size}. The{' '}
        <Phrase unit={second.first.unit} field="Payload data">
          second payload
        </Phrase>{' '}
        has {bytes(second.payloadBytes)}
        {second.payloadBytes * 10 < first.payloadBytes &&
          ': it says little more than “the same again”, since the compressor may look back into earlier messages, too'}
        {second.payloadBytes * 10 < first.payloadBytes && (
          <>
            {' '}
            (<Term of="context-takeover">context takeover</Term>, RFC 7692 §7.1.1)
          </>
        )}
        .
      </p>
      <p>
        <Phrase unit={tiny.first.unit}>{TINY}</Phrase>{' '}
        {tiny.payloadBytes > tiny.size
          ? `grew from ${bytes(tiny.size)} to ${tiny.payloadBytes}: it is too short for a reference, and DEFLATE puts a header and an end mark around it. A tiny message is better sent as it is.`
          : `has ${bytes(tiny.payloadBytes)} of payload for ${bytes(tiny.size)} of text.`}
      </p>
    </>
  );
}

interface SizesProps {
  readonly traffic: Traffic;
  readonly rows: readonly Carried[];
}

function SizesTable({ traffic, rows }: SizesProps) {
  const answers = carriedMessages(traffic, 'server');
  return (
    <table className={table.bytes}>
      <caption>Bytes of payload, in this run</caption>
      <thead>
        <tr>
          <th scope="col">message</th>
          <th scope="col">browser’s frame</th>
          <th scope="col">server’s frame</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ message, size, payloadBytes, first }, index) => {
          const answer = answers[index];
          return (
            <tr key={message.id}>
              <td>
                <Phrase unit={message}>{size}</Phrase>
              </td>
              <td>
                <Phrase unit={first.unit}>{payloadBytes}</Phrase>
              </td>
              <td>{answer && <Phrase unit={answer.first.unit}>{answer.payloadBytes}</Phrase>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
