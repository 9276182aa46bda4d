import { formatBytes, formatSpan } from '../format';
import styles from './ladder.module.css';
import type { Fold } from './layout';

interface Props {
  readonly fold: Fold;
  readonly left: number;
  readonly origin: number;
}

/** Omitted time: silence with its true length, or what never reached this page. */
export function FoldNote({ fold, left, origin }: Props) {
  const { y, micros, missedBytes } = fold;
  return (
    <li className={styles.fold} data-missed={missedBytes > 0 || undefined} style={{ top: y - origin, left }}>
      {micros > 0 ? `nothing for ${formatSpan(micros)}` : `${formatBytes(missedBytes)} missed here`}
    </li>
  );
}
