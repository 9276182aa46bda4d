import type { ControlsProps, Step } from '../define';
import { CutButton } from '../parts/cut-button';
import { heardIn } from '../parts/programs';
import { eventsIn, socketIoPackets, textOf } from '../parts/socket-io';
import { capitalised, inWords, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { RECOVERED_CLIENT, runAndCut, tickingServer, ticksOf } from './ticks';

const RECOVERY = `
  connectionStateRecovery: {},
`;

export const recoverStep: Step = {
  id: 'recover',
  title: 'Lose one, then lose none',
  picture: 'code',
  code: { server: tickingServer(''), clients: [RECOVERED_CLIENT] },
  Prose() {
    return (
      <p>
        With <Term of="connection-state-recovery">connection state recovery</Term>, the server keeps what a
        client misses, for two minutes by default. It is an option of the server:{' '}
        <code>connectionStateRecovery: {'{}'}</code>, in line 3.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'lose',
      title: 'First goal',
      goal: 'Run both, cut the cable, and lose at least one tick.',
      Controls: Cut,
      missing: (traffic) =>
        missing(traffic, (lost) =>
          lost > 0 ? null : 'Nothing was lost: cut the cable right after a tick, or turn recovery off.',
        ),
      hints: ['Run both, wait for a tick, and press the button.'],
      showMe: runAndCut,
    },
    {
      kind: 'challenge',
      id: 'recover',
      title: 'Second goal',
      goal: 'With recovery on, lose none across a cut.',
      Controls: Cut,
      missing: (traffic) =>
        missing(traffic, (lost, isSameId) => {
          if (lost > 0)
            return `${capitalised(inWords(lost))} ${lost === 1 ? 'tick was' : 'ticks were'} lost: ${isSameId ? 'the session was recovered without all of them' : 'the session was a new one. Turn recovery on'}.`;
          return isSameId
            ? null
            : 'None was lost, but only by luck: the session was a new one. Turn recovery on.';
        }),
      hints: [
        'new Server(3000, { connectionStateRecovery: {} })',
        'Then run both again, wait for a tick, and cut.',
      ],
      showMe: async (lab, run) => {
        run.desks.current?.set({ server: tickingServer(RECOVERY), clients: [RECOVERED_CLIENT] });
        await runAndCut(lab, run);
      },
      See: SeeRecovered,
    },
  ],
  notes: {
    minutes: 7,
    say: 'Look at the second CONNECT: the client names its old session and the last event that it has, and the server sends what came after that.',
    ask: 'When does it not work?',
    answer:
      'When the server was restarted, when the client was away too long, or when it came back to another server that does not share the memory. Then recovered is false, and the client must get its state in another way, for example from the database.',
  },
};

function SeeRecovered() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic('recover');
  const asked = socketIoPackets(traffic).findLast(
    ({ kind, sender, unit }) =>
      sender === 'client' && kind === 'connect' && textOf(traffic, unit).includes('"offset"'),
  );
  // The first one after the return: the newest would change under the reader's eyes.
  const tick = eventsIn(traffic, 'server', 'tick').find(
    ({ unit }) => unit.connection === asked?.unit.connection,
  );
  if (!asked || !tick) return null;
  return (
    <p>
      The client’s second CONNECT, <Phrase unit={asked.unit}>{textOf(traffic, asked.unit)}</Phrase>, names its
      old session (pid) and the offset of the last event that it has. Each tick,{' '}
      <Phrase unit={tick.unit}>{textOf(traffic, tick.unit)}</Phrase>, carries its own offset as one more
      argument, which its listener gets as well. Events that are volatile or ask for an acknowledgement have
      none, and are not kept. <code>socket.recovered</code> tells the client whether it worked.
    </p>
  );
}

/** A cut before the first tick would lose nothing that could be counted. */
function Cut({ task }: ControlsProps) {
  const { run } = useLesson();
  return <CutButton task={task} isReady={heardIn(run.tasks.traffic(task), 'client', 'tick').length > 0} />;
}

function missing(traffic: Traffic, judge: (lost: number, isSameId: boolean) => string | null): string | null {
  if (traffic.code.length === 0) return 'Run both, then cut the cable.';
  if (heardIn(traffic, 'client', 'tick').length === 0) {
    return eventsIn(traffic, 'server', 'tick').length > 0
      ? 'Ticks come, and no listener of the client has run for them.'
      : 'The code is running; wait for the first tick.';
  }
  const ticks = ticksOf(traffic);
  if (!ticks) return 'Ticks are coming; cut the cable, and wait until the client is back.';
  return judge(ticks.missed, ticks.isSameId);
}
