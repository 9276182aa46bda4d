import type { Unit } from '../../protocol/unit';
import type { ControlsProps } from '../define';
import { bytes, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { readsText, triesOf, writesText } from './plain';
import styles from './writes-figure.module.css';

/** As many as can be drawn with a width that is seen. */
const MOST = 12;
/** Up to this size the letters themselves are shown. */
const SHORT_BYTES = 40;

/** The newest try: what the client wrote, over what the server's socket read of it. The same bytes, cut twice. */
export function WritesFigure({ task }: Pick<ControlsProps, 'task'>) {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(task);
  const newest = triesOf(traffic).findLast(({ writes }) => writes.length > 0);
  if (!newest) {
    return (
      <p className={styles.empty}>
        What you write appears here, and below it what each read of the server’s socket gets of it.
      </p>
    );
  }
  const { writes, connection } = newest;
  const reads = newest.reads.slice(0, MOST);
  const total = sum(writes);
  const isShort = total <= SHORT_BYTES;
  const text = (read: Unit) => new TextDecoder().decode(traffic.capture.decoder.bytesOf(read));
  const said = isShort ? reads.map(text).join('') : '';
  return (
    <figure className={styles.figure} data-long={!isShort || undefined}>
      <figcaption className={styles.said}>
        From port {connection.client.port}: {writesText(writes.length)}, {readsText(newest.reads.length)}
      </figcaption>
      <p className={styles.name}>written by the client</p>
      <ol className={styles.row}>
        {withStarts(writes).map(({ start, size }) => (
          <li key={start} className={styles.piece} style={{ flexGrow: size }}>
            {said.length === total ? said.slice(start, start + size) : bytes(size)}
          </li>
        ))}
      </ol>
      <Cuts total={total} above={writes} below={reads.map(sizeOfRead)} />
      <ol className={styles.row} data-read>
        {reads.map((read) => (
          <li key={read.id} className={styles.piece} style={{ flexGrow: sizeOfRead(read) }}>
            <Phrase unit={read}>{isShort ? text(read) : bytes(sizeOfRead(read))}</Phrase>
          </li>
        ))}
        <Rest size={total - sum(reads.map(sizeOfRead))} />
      </ol>
      <p className={styles.name}>
        read by the server’s program
        {newest.reads.length > MOST && `; the first ${MOST} reads are drawn`}
      </p>
    </figure>
  );
}

/** What has not been read yet, or is not drawn. */
function Rest({ size }: { readonly size: number }) {
  return size > 0 ? <li className={styles.rest} style={{ flexGrow: size }} aria-hidden="true" /> : null;
}

interface CutsProps {
  readonly total: number;
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** Where the writes end, and where the reads end, on one and the same stream. */
function Cuts({ total, above, below }: CutsProps) {
  const ends = (sizes: readonly number[]) =>
    withStarts(sizes)
      .map(({ start }) => (start / total) * 100)
      .slice(1);
  return (
    <svg className={styles.cuts} viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="40" />
      {ends(above).map((x) => (
        <line key={x} x1={x} x2={x} y1="0" y2="15" />
      ))}
      {ends(below).map((x) => (
        <line key={x} x1={x} x2={x} y1="25" y2="40" />
      ))}
    </svg>
  );
}

const sizeOfRead = ({ start, end }: Unit) => end - start;
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
const withStarts = (sizes: readonly number[]) =>
  sizes.map((size, index) => ({ size, start: sum(sizes.slice(0, index)) }));
