import type { Capture } from '../../capture/capture';
import { formatNumber, formatSpan } from '../format';
import styles from './ladder.module.css';

interface Props {
  readonly capture: Capture;
  /** How many units the filter hides. */
  readonly hidden: number;
  /** Some times tell when a unit landed. */
  readonly hasLandings: boolean;
  /** There is a column of durations. */
  readonly hasDurations: boolean;
  readonly onShowAll: () => void;
  /** Goes to the newest row; null while that is in view. */
  readonly onNewest: (() => void) | null;
}

/** What the ladder hides, what its symbols mean, and a button to the newest row. */
export function LadderFoot({ capture, hidden, hasLandings, hasDurations, onShowAll, onNewest }: Props) {
  return (
    <footer className={styles.foot}>
      {hidden > 0 ? (
        <span role="status">
          {formatNumber(hidden)} hidden ·{' '}
          <button type="button" className={styles.showAll} onClick={onShowAll}>
            show all
          </button>
        </span>
      ) : (
        <span className={styles.unitNote}>times in ms{hasLandings && ' · italic: arrival'}</span>
      )}
      {capture.fullAt !== null && (
        <strong>memory is full: nothing after {formatSpan(capture.fullAt)} is kept</strong>
      )}
      <span title="The tap stands at the server: times at the client are inferred, from the page’s own calls where there are any.">
        ≈ ○ ▷ inferred{capture.calls.length > 0 && ' · ▪ the page’s own call'}
        {hasDurations && ' · + added by the lab'}
      </span>
      {onNewest && (
        <button type="button" className={styles.newest} onClick={onNewest}>
          newest ↓
        </button>
      )}
    </footer>
  );
}
