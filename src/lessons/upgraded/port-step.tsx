import { definePrediction, type Step } from '../define';
import { milliseconds, Phrase, Term } from '../prose';
import { switchedOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { firstFrameOf, openAndSend } from './first-frame';

export const FIRST = 'first-frame';
const SECOND = 'second-socket';

export const portStep: Step = {
  id: 'port',
  title: 'Which way does the first frame go?',
  picture: 'wire',
  Prose() {
    return (
      <p>
        Four numbers identify a TCP connection: the address and the port at each end (RFC 9293 §4). Your
        browser is about to send an <Term of="opening-handshake">opening handshake</Term> from one of its
        ports, and then, as soon as it may, a text in a <Term of="frame">frame</Term>.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: FIRST,
      title: 'After 101',
      code: "socket.onopen = () => socket.send('first')",
      prediction: definePrediction({
        question: 'From which client port does the first frame leave?',
        answers: {
          same: 'The port of the handshake',
          new: 'A new one: WebSocket has a connection of its own',
        },
        verdict: (traffic) => {
          const first = firstFrameOf(traffic);
          return first && (first.isSame ? 'same' : 'new');
        },
      }),
      action: { label: 'Open it and send', run: (lab) => openAndSend(lab, 'first') },
      until: (traffic) => firstFrameOf(traffic) !== null,
      focus: (traffic) => {
        const unit = firstFrameOf(traffic)?.frame;
        return unit ? { unit, range: null } : null;
      },
      See: SeeFirst,
    },
    {
      kind: 'experiment',
      id: SECOND,
      title: 'A second WebSocket',
      code: 'new WebSocket(url)',
      prediction: definePrediction({
        question: 'You open another WebSocket to the same URL. Which client port does it use?',
        answers: { same: 'The same: they share the connection', new: 'Another one' },
        verdict: (traffic, run) => {
          const second = switchedOf(traffic);
          const first = switchedOf(run.tasks.traffic(FIRST));
          if (!second || !first) return null;
          return second.connection.client.port === first.connection.client.port ? 'same' : 'new';
        },
      }),
      action: { label: 'Open another one', run: (lab) => void lab.openWebSocket() },
      until: (traffic) => switchedOf(traffic) !== null,
      See: SeeSecond,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Read the port on the cable aloud before and after the seam. Nothing was closed and nothing was opened: only the meaning of the bytes has changed.',
    ask: 'A firewall lets port 443 pass and nothing else. Does WebSocket need another rule?',
    answer:
      'No: by default ws uses port 80 and wss port 443, as http and https do (RFC 6455 §1.7). On 443 it is TLS, like everything else there.',
  },
};

function SeeFirst() {
  const { run } = useLesson();
  const first = firstFrameOf(run.tasks.traffic(FIRST));
  if (!first) return null;
  const { handshake, frame } = first;
  const { client, server } = handshake.connection;
  return (
    <p>
      <Phrase unit={handshake.request}>The handshake</Phrase> came from port {client.port}, and so did{' '}
      <Phrase unit={frame}>the first frame</Phrase>, {milliseconds(handshake.response.until, frame.at)} after
      the 101. At the server it is port {server.port}, before and after.
    </p>
  );
}

function SeeSecond() {
  const { run } = useLesson();
  const second = switchedOf(run.tasks.traffic(SECOND));
  const first = switchedOf(run.tasks.traffic(FIRST));
  if (!second || !first) return null;
  return (
    <p>
      Port {second.connection.client.port}, not {first.connection.client.port}: an upgraded connection belongs
      to one WebSocket, so in HTTP/1.1 each needs a handshake and a connection of its own. What it does not
      need is another connection <em>besides</em> the one that was upgraded.
    </p>
  );
}
