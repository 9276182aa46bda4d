import { formatMs } from '../../timeline/printed-time';
import styles from './ladder-row.module.css';

interface Props {
  /** Microseconds of the lab's clock. */
  readonly at: number;
  readonly sinceFirst: number;
  /** Worked out, and not measured. */
  readonly isInferred: boolean;
  /** It is when a unit lands. */
  readonly isLanding?: boolean;
  /** From the top of what it stands in. */
  readonly top: number;
}

/** The instant of a moment, in the column of the times. */
export function PrintedTime({ at, sinceFirst, isInferred, isLanding, top }: Props) {
  return (
    <span
      className={styles.time}
      style={{ top }}
      data-at={at}
      data-landing={isLanding || undefined}
      title={titleOf(isInferred, isLanding)}
    >
      {isInferred && '≈'}
      {formatMs(sinceFirst)}
    </span>
  );
}

function titleOf(isInferred: boolean, isLanding?: boolean): string {
  const what = isLanding ? 'It lands' : 'It leaves';
  return isInferred
    ? `${what}: inferred, since the tap stands at the server`
    : `${what}: measured at the server`;
}
