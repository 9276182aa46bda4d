import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { untilCaptured } from '../parts/opened';
import { bytesFor, eventsIn, openClient, type SocketIoPacket, untilUpgraded } from '../parts/socket-io';
import table from '../parts/table.module.css';
import { bytes, Phrase } from '../prose';
import { exchangesOf, type Traffic, trafficOf } from '../traffic';
import { useLesson } from '../use-lesson';

export const BLOCKED = 'blocked';
const COMPARED = 'compared';
const EVENT = 'hello';

export const blockedStep: Step = {
  id: 'blocked',
  title: 'When WebSocket is blocked',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        Some networks let no upgrade through. Here the server refuses every upgrade with 503 until the
        experiment is over. What the client does then is up to its library.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BLOCKED,
      prediction: definePrediction({
        question: 'The upgrade is refused. What becomes of socket.emit(…)?',
        answers: {
          error: 'connect_error, and nothing is sent',
          'over-http': 'It arrives, over HTTP',
          waits: 'It waits until WebSocket works',
        },
        verdict: (traffic) =>
          wasRefused(traffic) && eventsIn(traffic, 'server', EVENT).length > 0 ? 'over-http' : null,
      }),
      action: { label: 'Block it, connect and emit', run: emitWhileBlocked },
      until: (traffic) => wasRefused(traffic) && eventsIn(traffic, 'server', EVENT).length > 0,
      See: SeeBlocked,
    },
    {
      kind: 'experiment',
      id: COMPARED,
      title: 'The same event, both ways',
      prediction: definePrediction({
        question: 'The event takes more bytes over polling. How many times as many?',
        answers: { twice: 'About twice', five: 'About five times', twenty: 'More than ten times' },
        verdict: (traffic) => {
          const ratio = ratioOf(traffic);
          return ratio === null ? null : ratio > 10 ? 'twenty' : ratio >= 3.3 ? 'five' : 'twice';
        },
      }),
      action: { label: 'Emit it over both', run: emitOverBoth },
      until: (traffic) => ratioOf(traffic) !== null,
      See: SeeCompared,
    },
  ],
  notes: {
    minutes: 6,
    say: 'The application does not notice: the same code, the same events. On the wire nothing is the same.',
    ask: 'For whom does the fallback still matter today, and what does it cost those who never need it?',
    answer:
      'For users behind something that blocks WebSocket. The others pay with requests before the first frame, and anyone who runs several servers pays with sticky sessions: all requests of a session must reach the same one.',
  },
};

async function emitWhileBlocked(lab: LabSession): Promise<void> {
  await lab.runServer(null);
  await lab.impair('next', { refusesUpgrades: true });
  try {
    const client = await openClient(lab);
    client.io.emit(EVENT, 'Ada');
    const ownTraffic = () => trafficOf(lab.capture, new Set([client.opener]));
    await untilCaptured(lab.capture, () => wasRefused(ownTraffic()) || undefined);
  } finally {
    await lab.impair('next', { refusesUpgrades: false });
  }
}

async function emitOverBoth(lab: LabSession): Promise<void> {
  await lab.runServer(null);
  const polling = await openClient(lab, { transports: ['polling'] });
  polling.io.emit(EVENT, 'Ada');
  const websocket = await openClient(lab, { transports: ['websocket'] });
  await untilUpgraded(websocket);
  websocket.io.emit(EVENT, 'Ada');
}

function wasRefused(traffic: Traffic): boolean {
  return exchangesOf(traffic).some(({ answered }) => answered?.status === 503);
}

/** The event of the client over each transport; null until both are complete, with the answer to the request. */
function pairOf(traffic: Traffic): { polling: SocketIoPacket; websocket: SocketIoPacket } | null {
  const sent = eventsIn(traffic, 'client', EVENT);
  const polling = sent.find(({ transport }) => transport === 'polling');
  const websocket = sent.find(({ transport }) => transport === 'websocket');
  if (!polling || !websocket) return null;
  const response = traffic.capture.decoder.partnerOf(polling.carrier);
  return response && !response.partial ? { polling, websocket } : null;
}

function ratioOf(traffic: Traffic): number | null {
  const pair = pairOf(traffic);
  return pair && bytesFor(traffic, pair.polling) / bytesFor(traffic, pair.websocket);
}

function SeeBlocked() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BLOCKED);
  const refused = exchangesOf(traffic).find(({ answered }) => answered?.status === 503);
  const sent = eventsIn(traffic, 'client', EVENT)[0];
  const back = eventsIn(traffic, 'server', EVENT)[0];
  return (
    <p>
      The upgrade was refused with <Phrase unit={refused?.response}>503</Phrase>, and the session went on as
      it was: your <Phrase unit={sent?.unit}>event</Phrase> left in the body of a{' '}
      <Phrase unit={sent?.carrier}>POST</Phrase>, and the server’s echo came in the{' '}
      <Phrase unit={back?.carrier}>response</Phrase> to a GET.
    </p>
  );
}

function SeeCompared() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(COMPARED);
  const pair = pairOf(traffic);
  if (!pair) return null;
  const rows = [
    ['polling: POST and its answer', pair.polling],
    ['WebSocket: one frame', pair.websocket],
  ] as const;
  return (
    <>
      <table className={table.table}>
        <caption>socket.emit('{EVENT}', 'Ada'), in this lab</caption>
        <thead>
          <tr>
            <th scope="col">transport</th>
            <th scope="col">on the wire</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, packet]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Phrase unit={packet.carrier}>{bytes(bytesFor(traffic, packet))}</Phrase>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        The packet is the same text both times. Over polling it takes {Math.round(ratioOf(traffic) ?? 0)}{' '}
        times as many bytes, most of them header fields.
      </p>
    </>
  );
}
