import { Button } from '../../ui/Button';
import { type Act, type ControlsProps, definePrediction, type Step } from '../define';
import { endingsOf, type SocketEnding } from '../parts/endings';
import { openSocket } from '../parts/opened';
import { bytes, outOf, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import styles from './closing.module.css';
import { EndingTable } from './ending-table';

const CODES = 'codes';
/** Different codes to be seen. */
const ENOUGH = 3;

const serverSays =
  (closeCode: number, reason: string): Act =>
  async (lab) => {
    const { connection } = await openSocket(lab);
    await lab.end(connection.id, { how: 'close', closeCode, reason });
  };

const WAYS: readonly { readonly closeCode: number; readonly label: string; readonly run: Act }[] = [
  { closeCode: 1001, label: 'The server goes away', run: serverSays(1001, 'restarting') },
  {
    closeCode: 1009,
    label: 'You send too much',
    run: async (lab) => (await openSocket(lab)).socket.send('x'.repeat(lab.limits.messageBytes + 1)),
  },
  { closeCode: 1011, label: 'The server fails', run: serverSays(1011, 'unexpected condition') },
  {
    closeCode: 4010,
    label: 'Use a code of your own',
    run: async (lab) => (await openSocket(lab)).socket.close(4010, 'tab is idle'),
  },
];

export const codesStep: Step = {
  id: 'codes',
  title: 'What do the numbers say?',
  picture: 'ladder',
  Prose() {
    const { messageBytes } = useLesson().lab.limits;
    return (
      <p>
        1000 to 2999 belong to the protocol: 1000 done, 1001 going away, 1002 protocol error, 1007 text that
        is not UTF-8, 1011 unexpected condition. 3000 to 3999 can be registered, 4000 to 4999 are for private
        use (RFC 6455 §7.4). A page can send 1000 and 3000 to 4999, and no other. Make some of them happen:
        two columns show what was in the frames, and what <code>onclose</code> said.
        {Number.isFinite(messageBytes) && ` This server accepts messages of ${bytes(messageBytes)} at most.`}
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: CODES,
      prediction: definePrediction({
        question: 'You send a message that is one byte too long for the server. What happens?',
        answers: {
          'cut-off': 'The last byte is cut off',
          'close-1009': 'The server closes with 1009',
          refused: 'The browser refuses to send it',
        },
        verdict: (traffic) =>
          endingsOf(traffic).some(({ told }) => told?.closeCode === 1009) ? 'close-1009' : null,
      }),
      Controls,
      until: (traffic) => seenCodes(traffic).has(1009) && seenCodes(traffic).size >= ENOUGH,
      waiting: (traffic) => {
        const seen = seenCodes(traffic);
        if (seen.size === 0) return null;
        if (!seen.has(1009)) return 'The message that is too long has not been sent yet.';
        return `Codes that onclose has said: ${outOf(seen.size, ENOUGH)}.`;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'The reason is for people who read logs: at most 123 bytes, and a program must not show it to its users (RFC 6455 §5.5.1).',
    ask: 'Your client gets 1001 from a server that restarts, 1008 from one that does not want you. After which should it connect again by itself?',
    answer:
      'After 1001, with growing and partly random pauses, as RFC 6455 §7.2.3 recommends after an abnormal end. Not after 1008: the next attempt would break the same rule, unless something changes first, for example by a new login.',
  },
};

function seenCodes(traffic: Traffic): ReadonlySet<number> {
  return new Set(endingsOf(traffic).flatMap(({ told }) => (told ? [told.closeCode] : [])));
}

function Controls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  return (
    <div className={styles.ways} data-next>
      {WAYS.map(({ closeCode, label, run: act }) => (
        <Button
          key={closeCode}
          // What the question asks for.
          kind={closeCode === 1009 && !seenCodes(run.tasks.traffic(task)).has(1009) ? 'primary' : 'plain'}
          disabled={!isReady || run.tasks.isBusy(task)}
          onClick={() => void run.tasks.act(task, act)}
        >
          {label}
        </Button>
      ))}
      <EndingTable endings={endingsOf(run.tasks.traffic(task))} />
    </div>
  );
}

function See() {
  const { run } = useLesson();
  const tooLarge = endingsOf(run.tasks.traffic(CODES)).find(({ told }) => told?.closeCode === 1009);
  const frame = serversFrame(tooLarge);
  return (
    <p>
      The server’s <Phrase unit={frame?.unit}>Close frame</Phrase> says why. Your page learns the code and the
      reason from <code>onclose</code>.
    </p>
  );
}

function serversFrame(ending: SocketEnding | undefined) {
  return ending?.frames.find(({ sender }) => sender === 'server');
}
