import { formatMs } from '../../timeline/printed-time';
import styles from './ladder-row.module.css';

interface Props {
  /** Microseconds of the lab's clock. */
  readonly at: number;
  readonly sinceFirst: number;
  /** Worked out, and not measured. */
  readonly isInferred: boolean;
  readonly hasUnit?: boolean;
  /** It is when a unit lands. */
  readonly isLanding?: boolean;
  /** From the top of what it stands in. */
  readonly top: number;
}

/** The instant of a moment, in the column of the times. */
export function PrintedTime({ at, sinceFirst, isInferred, hasUnit, isLanding, top }: Props) {
  return (
    <span
      className={styles.time}
      style={{ top }}
      data-at={at}
      data-landing={isLanding || undefined}
      title={isInferred ? 'Worked out: the tap stands at the server.' : undefined}
    >
      {isInferred && '≈'}
      {formatMs(sinceFirst)}
      {hasUnit && ' ms'}
    </span>
  );
}
