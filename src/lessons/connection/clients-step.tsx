import type { CapturedConnection } from '../../capture/capture';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { capitalised, inWords, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { OPEN } from './open-step';
import { connectionsOf } from './plain';
import { PortsFigure } from './ports-figure';

const CLIENTS = 'clients';
const MORE = 3;

export const clientsStep: Step = {
  id: 'clients',
  title: 'How many clients can one server port hold?',
  picture: 'figure',
  Figure: Ports,
  needs: OPEN,
  Prose() {
    const { run } = useLesson();
    const port = connectionsOf(run.tasks.traffic(OPEN))[0]?.server.port;
    return (
      <p>
        A port is a 16-bit number: there are 65,535 of them, not counting 0. So people say that a server can
        have at most 65,535 clients. Your connection already goes to{' '}
        {port ? `port ${port}` : 'the server’s port'}. Now {inWords(MORE)} more clients ask for that port.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: CLIENTS,
      prediction: definePrediction({
        question: 'Three more clients come to the same port. What happens?',
        answers: {
          wait: 'They wait until the port is free',
          moved: 'The server moves each to a port of its own',
          'same-port': 'All are connected to that same port',
        },
        verdict: verdictOfClients,
      }),
      action: {
        label: 'Open three more',
        run: async (lab) => {
          for (let i = 0; i < MORE; i++) await lab.openRaw(new Uint8Array(), { to: 'bytes' });
        },
      },
      until: (traffic) => connectionsOf(traffic).length >= MORE,
      waiting: (traffic) => {
        const there = connectionsOf(traffic).length;
        return there === 0 ? null : `${there} of ${MORE} ${there === 1 ? 'is' : 'are'} connected.`;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Read the four numbers of two cables aloud, and let the room find the one that differs. A server’s real limits are memory and file descriptors.',
    ask: 'Two phones in the same house share one public address. Can both use the same client port to the same server?',
    answer:
      'At home, yes: their private addresses differ. Outside, the two connections would have the same four numbers, so the router gives one of them another port (NAPT, RFC 3022 §2.2), and that is the one that the server sees.',
  },
};

function Ports() {
  const { run } = useLesson();
  return <PortsFigure connections={allOf(run)} />;
}

function See() {
  const { run } = useLesson();
  const all = allOf(run);
  const ports = new Set(all.map(({ server }) => server.port));
  return (
    <p>
      {capitalised(inWords(all.length))} connections, {inWords(ports.size)} server{' '}
      {ports.size === 1 ? 'port' : 'ports'}. Four numbers name a connection: the address and the port of{' '}
      <em>both</em> ends (a pair of <Term of="socket">sockets</Term>, RFC 9293 §4). One of the four differs,
      and that is enough. From one address there could be up to 65,535 connections to this port, and from
      every other address as many again.
    </p>
  );
}

/** The previous step's connection and those of this one. */
function allOf(run: LessonRun): readonly CapturedConnection[] {
  return [OPEN, CLIENTS]
    .flatMap((task) => connectionsOf(run.tasks.traffic(task)))
    .filter(({ closedAt }) => closedAt === null);
}

function verdictOfClients(traffic: Traffic): 'moved' | 'same-port' | null {
  const more = connectionsOf(traffic);
  if (more.length < MORE) return null;
  const ports = new Set(more.map(({ server }) => server.port));
  return ports.size === 1 ? 'same-port' : 'moved';
}
