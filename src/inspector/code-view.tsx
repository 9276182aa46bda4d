import type { Capture } from '../capture/capture';
import { ROWS } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { Unit } from '../protocol/unit';
import { codeOf } from './code-line';
import styles from './code-view.module.css';

interface Props {
  readonly capture: Capture;
  readonly unit: Unit;
}

/** The line of code as the innermost layer, when it ran, and how that is known. */
export function CodeView({ capture, unit }: Props) {
  // Calls of the page, and what programs tell, may come after the unit.
  useRevision(capture, { pace: ROWS });
  const { line, note } = codeOf(capture, unit);
  return (
    <div className={styles.view}>
      <h2 className={styles.title}>
        {line === null
          ? 'No line of code'
          : line.how === 'called'
            ? 'Your line of code'
            : 'A line of code like this'}
      </h2>
      {line && (
        <pre className={styles.line} data-how={line.how}>
          <code>{line.text}</code>
        </pre>
      )}
      <p className={styles.note}>{note}</p>
      {line?.call && (
        <p className={styles.time}>
          {timeText((line.call.at - unit.at) / 1000)} <em>inferred</em>
        </p>
      )}
    </div>
  );
}

/** The time from the unit's first byte at the tap to the call. */
function timeText(ms: number): string {
  const size = Math.abs(ms);
  const amount = size >= 10 ? `${Math.round(size)} ms` : `${size.toFixed(2)} ms`;
  return `${amount} ${ms < 0 ? 'before' : 'after'} the tap saw the first byte,`;
}
