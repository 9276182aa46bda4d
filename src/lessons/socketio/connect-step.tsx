import type { Unit } from '../../protocol/unit';
import { definePrediction, type Step } from '../define';
import { enginePackets, hasUpgraded, openClient, untilUpgraded } from '../parts/socket-io';
import { capitalised, inWords, Phrase, Spoken, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import styles from './socketio.module.css';
import { SessionStory } from './story';

export const CONNECT = 'connect';

export const connectStep: Step = {
  id: 'connect',
  title: 'What happens when you call io()?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        Socket.IO is not a WebSocket: it is two protocols above whatever carries them. The lower one,{' '}
        <Term of="engine-io">Engine.IO</Term>, keeps a session over HTTP requests or over a WebSocket. The
        upper one, Socket.IO, sends events in that session.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: CONNECT,
      code: 'const socket = io()',
      prediction: definePrediction({
        question: 'How many HTTP requests does io() make before the first WebSocket frame?',
        answers: {
          none: 'None',
          one: 'One: the opening handshake',
          three: 'Three or more',
        },
        verdict: (traffic) => {
          const requests = requestsBeforeFrames(traffic);
          if (requests === null) return null;
          return requests >= 3 ? 'three' : ((['none', 'one'] as const)[requests] ?? null);
        },
      }),
      action: {
        label: 'Call io()',
        run: async (lab) => {
          await lab.runServer(null);
          await untilUpgraded(await openClient(lab));
        },
      },
      until: hasUpgraded,
      waiting: (traffic) =>
        enginePackets(traffic, 'open').length > 0 ? 'The session is open; there is no upgrade yet.' : null,
      focus: (traffic) => {
        const unit = enginePackets(traffic, 'open')[0];
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 7,
    say: 'Requests to socket.io/ in the Network panel do not mean that the upgrade failed: by default every session begins with them. Count the ports: one session, several TCP connections.',
    ask: 'Why not begin with the WebSocket and fall back?',
    answer:
      'Where something on the way swallows a WebSocket, the client would only know after a timeout. A request works almost everywhere and at once, and the session moves to a WebSocket once that has been tried.',
  },
};

/** Requests of the client before the first frame of either side; null while there is none. */
function requestsBeforeFrames({ units }: Traffic): number | null {
  const frame = units.find(({ layer }) => layer === 'websocket');
  if (!frame) return null;
  return units.filter(({ kind, at }) => kind === 'request' && at <= frame.at).length;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(CONNECT);
  const [opened, probe, answer, upgrade] = [
    enginePackets(traffic, 'open')[0],
    enginePackets(traffic, 'ping', 'client')[0],
    enginePackets(traffic, 'pong', 'server')[0],
    enginePackets(traffic, 'upgrade', 'client')[0],
  ];
  const ports = new Set(enginePackets(traffic).map(({ connection }) => connection)).size;
  return (
    <>
      <p>
        {capitalised(inWords(requestsBeforeFrames(traffic) ?? 0))} requests came first, one of them the
        opening handshake
        <Spoken>
          : by default a session begins with <Term of="long-polling">long polling</Term>, which works almost
          everywhere, and then tries a WebSocket
        </Spoken>
        . The answer to the first request opened the <Phrase unit={opened}>session</Phrase>. Over the
        WebSocket, the client asked <Packet unit={probe}>2probe</Packet>, heard{' '}
        <Packet unit={answer}>3probe</Packet>, and sent <Packet unit={upgrade}>5</Packet>: from there on, the
        session uses the WebSocket (Engine.IO protocol, “Upgrade”).
        <Spoken>
          {' '}
          One session, {inWords(ports)} TCP {ports === 1 ? 'connection' : 'connections'}.
        </Spoken>
      </p>
      <div className={styles.story}>
        <p>
          The table below is the same session, packet by packet. The first digit is the type of the Engine.IO
          packet: in <code>40</code>, the 4 is a message, and the 0 in it is Socket.IO’s CONNECT;{' '}
          <code>6</code> is a noop, by which the server ends a poll that waits.
        </p>
        <SessionStory traffic={traffic} />
      </div>
    </>
  );
}

function Packet({ unit, children }: { readonly unit: Unit | undefined; readonly children: string }) {
  return (
    <Phrase unit={unit}>
      <code>{children}</code>
    </Phrase>
  );
}
