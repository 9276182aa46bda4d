import { definePrediction, type Step } from '../define';
import { textOf } from '../parts/socket-io';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { missingNames } from './goals';
import { OwnCode } from './own-code';
import { ENTER_AND_SAY, show } from './show';
import { carries, nameOf, saidIn, talkIn } from './talk';
import { namesTexts } from './texts/names';

const NAMED = 'named';

export const namesStep: Step = {
  id: 'names',
  title: 'Who says that?',
  picture: 'code',
  code: namesTexts.begun,
  Prose() {
    return (
      <>
        <p>
          A page could put a name into each of its messages, and a different one each time. So the name
          belongs to the connection: <code>socket.auth</code> travels with it, and the server finds it in{' '}
          <code>socket.handshake.auth</code>.
        </p>
        <p>
          The page connects when its visitor has entered a name. A message that reaches others is{' '}
          <code>{'{ name, text }'}</code>.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: NAMED,
      title: 'The goal',
      prediction: definePrediction({
        question:
          'Somebody enters and says two things. How often does the name go from that page to the server?',
        answers: { once: 'Once', twice: 'Twice', thrice: 'Three times' },
        verdict: (traffic) => {
          const talk = talkIn(traffic);
          for (const { session } of saidIn(talk)) {
            const own = talk.filter((packet) => packet.session === session);
            const said = saidIn(own);
            const name = nameOf(own);
            if (said.length < 2 || name === null) continue;
            const times = own.filter((packet) => packet.sender === 'client' && carries(packet, name)).length;
            return times === 1 ? 'once' : times === 2 ? 'twice' : 'thrice';
          }
          return null;
        },
      }),
      goal: 'Have two pages with different names say two things each. Each message must reach the others with a name that no message can forge.',
      Controls: OwnCode,
      missing: (traffic) => missingNames(traffic),
      hints: [
        'Page, before socket.connect(): socket.auth = { name: who.value };',
        'Server: const { name } = socket.handshake.auth; then emit { name, text }.',
      ],
      showMe: show(namesTexts, ENTER_AND_SAY),
      See,
    },
  ],
  notes: {
    minutes: 7,
    say: 'Everything a client sends is a claim. Here the claim is made once, where the server could check it; in each message it would be made again, unchecked.',
    ask: 'Now nobody can change the name from message to message. Can anybody still come as Ada?',
    answer:
      'Yes. The server believes what CONNECT says. A middleware (io.use) would check a token there that only Ada can have, and refuse with CONNECT_ERROR.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(NAMED);
  const talk = talkIn(traffic);
  const connect = talk.find(
    ({ kind, sender, data }) => kind === 'connect' && sender === 'client' && data.length > 0,
  );
  const said = connect && saidIn(talk).find(({ session }) => session === connect.session);
  if (!connect || !said) return null;
  return (
    <p>
      The name came in <Phrase unit={connect.unit}>{textOf(traffic, connect.unit)}</Phrase>, with CONNECT;{' '}
      <Phrase unit={said.unit}>the message</Phrase> has none. The server puts it in. The auth payload is not
      in the URL, so the usual access logs do not hold it.
    </p>
  );
}
