import { definePrediction, type Step } from '../define';
import { bytes, milliseconds, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import styles from './connection.module.css';
import { lastReadOf, readsText, sizeOf, whatIsOnItsWay, wholeTryOf, writesText } from './plain';
import { largeBytes, UNTOUCHED_READING, writeOn } from './writes';
import { WritesFigure } from './writes-figure';

/** The tasks that the recap uses. */
export const BACK_TO_BACK = 'back-to-back';
export const LARGE = 'large';
const PAUSED = 'paused';

const LETTERS = ['AB', 'CD', 'EF'];
const GAP_MS = 100;
const LARGE_BYTES = 150_000;

export const writesStep: Step = {
  id: 'writes',
  title: 'Does one write make one read?',
  picture: 'figure',
  Figure: WritesFigure,
  Prose() {
    return (
      <p>
        Your client writes two letters at a time, <code>AB</code>, <code>CD</code> and <code>EF</code>: three
        writes on its <Term of="socket">socket</Term>. At the other end, the server’s program reads whenever
        something is there. The figure sets writes and reads side by side.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BACK_TO_BACK,
      title: 'Back to back',
      prediction: definePrediction({
        question: 'Three writes, one right after the other. In how many reads do they arrive this time?',
        answers: { three: 'Three', two: 'Two', one: 'One' },
        verdict: verdictOfThree,
      }),
      action: {
        label: 'Write AB, CD, EF',
        run: (lab) => writeOn(lab, { texts: LETTERS, ...UNTOUCHED_READING }),
      },
      until: (traffic) => wholeTryOf(traffic) !== null,
      waiting: whatIsOnItsWay,
      focus: lastReadOf,
      See: SeeThree,
    },
    {
      kind: 'experiment',
      id: PAUSED,
      title: 'With a pause',
      action: {
        label: `Write them ${GAP_MS} ms apart`,
        run: (lab) => writeOn(lab, { texts: LETTERS, ...UNTOUCHED_READING, gapMs: GAP_MS }),
      },
      until: (traffic) => wholeTryOf(traffic) !== null,
      waiting: whatIsOnItsWay,
      focus: lastReadOf,
      See: SeePaused,
    },
    {
      kind: 'experiment',
      id: LARGE,
      title: 'One large write',
      prediction: definePrediction({
        question: `One write of ${bytes(LARGE_BYTES)}. In how many reads does it arrive?`,
        answers: { one: 'One', two: 'Two', more: 'More than two' },
        verdict: (traffic) => {
          const reads = wholeTryOf(traffic)?.reads.length;
          if (reads === undefined) return null;
          return reads === 1 ? 'one' : reads === 2 ? 'two' : 'more';
        },
      }),
      action: {
        label: `Write ${bytes(LARGE_BYTES)}`,
        run: (lab) => lab.openRaw(largeBytes(LARGE_BYTES), { to: 'bytes' }),
      },
      until: (traffic) => wholeTryOf(traffic) !== null,
      waiting: whatIsOnItsWay,
      focus: lastReadOf,
      See: SeeLarge,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Repeat the first try a few times: the number of reads may change, the six letters never do. Nothing here is broken; this is what a stream is.',
    ask: 'A program reads “ABCDEF”. How could it find out that three writes made it?',
    answer:
      'TCP does not tell: a stream of bytes keeps no mark where a write ended (RFC 9293 §2.2). The writer must put lengths or separators into the bytes.',
  },
};

function SeeThree() {
  const { run } = useLesson();
  const whole = wholeTryOf(run.tasks.traffic(BACK_TO_BACK));
  if (!whole) return null;
  const { writes, reads } = whole;
  return (
    <>
      <p>
        {writesText(writes.length)}, {readsText(reads.length)}: <Reads task={BACK_TO_BACK} />. The bytes are
        the same, in the same order; nothing says where one write ended. The <strong>Inspector</strong> shows
        the bytes of what is selected, here of the last read.
      </p>
      <p>
        {reads.length < writes.length
          ? 'Whatever had arrived when the program looked came in one read.'
          : 'This time the program read each write before the next one arrived; another time it may not.'}{' '}
        TCP promises the bytes and their order (RFC 9293 §2.2), and nothing about how they are cut. Try it
        again.
      </p>
    </>
  );
}

function SeePaused() {
  const { run } = useLesson();
  const whole = wholeTryOf(run.tasks.traffic(PAUSED));
  if (!whole) return null;
  const { reads } = whole;
  return (
    <p>
      Now {readsText(reads.length)}: <Reads task={PAUSED} />, over{' '}
      {milliseconds(reads[0]!.at, reads.at(-1)!.at)}.{' '}
      {reads.length === 3 && 'One for each write, but only because each was read before the next arrived. '}A
      pause is not a boundary: on a slower path, or with a busier server, these bytes may come together again.
    </p>
  );
}

function SeeLarge() {
  const { run } = useLesson();
  const whole = wholeTryOf(run.tasks.traffic(LARGE));
  if (!whole) return null;
  const { reads } = whole;
  return (
    <p>
      One write, {readsText(reads.length)} of the server’s socket: <Reads task={LARGE} />. Together{' '}
      {bytes(sizeOf(reads))}. A read returns what has arrived, up to the room that the program has for it (its
      buffer). It does not say how many segments carried the bytes.
    </p>
  );
}

const MAX_SHOWN = 6;

/** The reads of a task's try, each one to point at: letters, or sizes. */
function Reads({ task }: { readonly task: string }) {
  const { run } = useLesson();
  const traffic: Traffic = run.tasks.traffic(task);
  const reads = wholeTryOf(traffic)?.reads ?? [];
  const isShort = sizeOf(reads) <= 12;
  return (
    <span className={styles.reads}>
      {reads.slice(0, MAX_SHOWN).map((read, index) => (
        <span key={read.id}>
          {index > 0 && ', '}
          <Phrase unit={read}>
            {isShort
              ? new TextDecoder().decode(traffic.capture.decoder.bytesOf(read))
              : bytes(read.end - read.start)}
          </Phrase>
        </span>
      ))}
      {reads.length > MAX_SHOWN && ` and ${reads.length - MAX_SHOWN} more`}
    </span>
  );
}

/** Three reads, two, or one, as an answer's key. */
function verdictOfThree(traffic: Traffic): 'one' | 'two' | 'three' | null {
  const reads = wholeTryOf(traffic)?.reads.length;
  return ([null, 'one', 'two', 'three'] as const)[reads ?? 0] ?? null;
}
