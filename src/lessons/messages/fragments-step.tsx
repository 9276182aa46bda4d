import { definePrediction, type Step } from '../define';
import { openSocket } from '../parts/opened';
import { inWords, Phrase, Term } from '../prose';
import { pointAt } from '../traffic';
import { useLesson } from '../use-lesson';
import { eventsOfFragments, fragmentedMessage } from './answers';

export const FRAGMENTED = 'fragmented';

export const fragmentsStep: Step = {
  id: 'fragments',
  title: 'Is a frame a message?',
  picture: 'ladder',
  Prose() {
    return (
      <>
        <p>
          A message can be sent in several frames, called <Term of="fragment">fragments</Term>, even before
          its length is known. The first has the opcode of the message and <Term of="fin">FIN</Term> 0. Those
          after it have opcode 0, <Term of="opcode-continuation">continuation</Term>, and the last has FIN 1
          (RFC 6455 §5.4).
        </p>
        <p>
          Only <Term of="control-frame">control frames</Term> (ping, pong, close) may come between them. Now
          the server sends one sentence in three frames, with a <Term of="opcode-ping">ping</Term> after the
          first.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: FRAGMENTED,
      code: 'socket.onmessage = ({ data }) => console.log(data)',
      prediction: definePrediction({
        question: 'Three fragments, with a ping between them: how many message events does your page see?',
        answers: { one: 'One', three: 'Three', four: 'Four' },
        by: 'run',
        verdict: eventsOfFragments,
      }),
      action: {
        label: 'Have the server send it',
        run: async (lab) => {
          const { connection } = await openSocket(lab);
          await lab.say(connection.id, {
            text: 'This is one sentence, in three frames.',
            fragments: 3,
            pingBetween: true,
          });
        },
      },
      until: (traffic) => {
        const found = fragmentedMessage(traffic);
        return found !== null && found.events > 0 && found.pongs.length > 0;
      },
      focus: (traffic) => {
        const first = fragmentedMessage(traffic)?.frames[0];
        return first ? pointAt(traffic.capture, first.unit, 'FIN') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 7,
    say: 'Go through the four frames with the arrow keys and read FIN and opcode aloud: 0 text, 1 ping, 0 continuation, 1 continuation. Then ask where the developer tools show that.',
    ask: 'Your program logs each message event. From its log alone: can you say in how many frames a message came?',
    answer:
      'No: a message comes whole, and the API says nothing about frames. Where a message is cut carries no meaning, and an intermediary may cut it differently, as long as it understands every extension in use (RFC 6455 §5.4).',
  },
};

function See() {
  const { run } = useLesson();
  const found = fragmentedMessage(run.tasks.traffic(FRAGMENTED));
  if (!found) return null;
  const { frames, message, pongs, events } = found;
  const { decoder } = run.capture;
  const writes = new Set(frames.flatMap(({ unit }) => decoder.carriersOf(unit))).size;
  const size = decoder.sizeOf(message);
  return (
    <>
      <p>
        The server sent {inWords(frames.length)} frames:{' '}
        {frames.map(({ unit, header }, index) => (
          <span key={unit.id}>
            {index > 0 && ', '}
            <Phrase unit={unit}>
              {unit.kind} (FIN {+header.fin})
            </Phrase>
          </span>
        ))}
        . It made {inWords(writes)} {writes === 1 ? 'write' : 'writes'} to its socket.
      </p>
      <p>
        Your page saw {inWords(events)} message {events === 1 ? 'event' : 'events'}, with{' '}
        <Phrase unit={message}>all {size} bytes</Phrase>. It saw nothing of the ping: your browser answered
        that by itself, with a {pongs[0] ? <Phrase unit={pongs[0].unit}>pong</Phrase> : 'pong'}.
      </p>
    </>
  );
}
