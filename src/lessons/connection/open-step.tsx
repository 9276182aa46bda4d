import type { RawConnection } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { bytes, milliseconds, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { connectionsOf } from './plain';

/** The task whose connection the next step counts. */
export const OPEN = 'open';

export const openStep: Step = {
  id: 'open',
  title: 'What is a connection?',
  picture: 'wire',
  Prose() {
    return (
      <>
        <p>
          TCP gives two programs a <Term of="connection">connection</Term>: an address and a{' '}
          <Term of="port">port</Term> at each end, and between them one ordered, reliable{' '}
          <Term of="byte-stream">stream of bytes</Term> each way (RFC 9293 §2.2: the internet’s standards are
          written down in RFCs).
        </p>
        <p>
          A page cannot open a bare TCP connection. A small client beside the server does it for you. The
          program at the other end knows no protocol: it sends every byte back.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: OPEN,
      prediction: definePrediction({
        question: 'You connect, and write nothing. Is there a connection?',
        answers: { no: 'No: only with the first byte', yes: 'Yes: opening it carries no byte of yours' },
        verdict: (traffic) => {
          const connection = connectionsOf(traffic)[0];
          return connection ? (bytesOn(traffic, connection.id) === 0 ? 'yes' : 'no') : null;
        },
      }),
      action: {
        label: 'Open a connection',
        run: async (lab, run) =>
          run.tasks.witness(OPEN, await lab.openRaw(new Uint8Array(), { to: 'bytes' })),
      },
      until: (traffic) => connectionsOf(traffic).length > 0,
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'The cable is there, and neither program has written a byte on it. The segments that opened it (SYN, SYN-ACK, ACK) are the work of the two operating systems: the programs at its ends never see them, and neither does this page.',
    ask: 'Where does the client’s port come from? Who chose it?',
    answer:
      'The client’s operating system chooses it, from a range for this purpose: 49152 to 65535 in RFC 6335 §6, 32768 to 60999 by default in Linux. A program may ask for a particular port, and rarely does.',
  },
};

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(OPEN);
  const connection = connectionsOf(traffic)[0];
  if (!connection) return null;
  const { client, server, id } = connection;
  const micros = connectMicros(run);
  return (
    <>
      <p>
        It is there, as a cable on the stage: from {client.address} port {client.port} to {server.address}{' '}
        port {server.port}.
        {isLoopback(client.address) && ` The address ${client.address} means “this machine”.`}
        {micros !== null && <> Opening it took {milliseconds(0, micros)}, as the client saw it.</>} The
        server’s <Term of="socket">socket</Term> has read {bytes(bytesOn(traffic, id))}, and yet the
        connection grows older by the second.
      </p>
      <p>
        To open it, the operating systems have exchanged <Term of="segment">segments</Term>, which carry the
        stream in pieces (RFC 9293 §3.5). The programs at its ends see none of them, and neither does this
        lab: it sees reads and writes.
      </p>
    </>
  );
}

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

/** How long opening took; null when no longer known. */
function connectMicros(run: LessonRun): number | null {
  return (run.tasks.witnessed(OPEN) as RawConnection | null)?.connectMicros ?? null;
}

function bytesOn({ capture }: Traffic, connection: number): number {
  return capture.decoder.connection(connection)?.bytes.client ?? 0;
}
