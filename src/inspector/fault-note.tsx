import type { Unit } from '../protocol/unit';
import type { Pointing } from '../timeline/pointing';
import styles from './fault-note.module.css';

interface Props {
  readonly unit: Unit;
  readonly pointing: Pointing;
}

/** The broken rule, in words: which bytes, which section, what a conforming endpoint answers. */
export function FaultNote({ unit, pointing }: Props) {
  const { fault } = unit;
  if (!fault) return null;
  return (
    <div className={styles.fault} role="note" aria-label="Broken rule">
      <p className={styles.message}>{fault.message}</p>
      <p className={styles.spec}>
        {fault.spec}
        {fault.closeCode !== undefined &&
          ` · an endpoint fails the connection with close code ${fault.closeCode}`}
        {' · '}
        <button
          type="button"
          className={styles.show}
          onClick={() => pointing.select({ unit, range: fault.range })}
        >
          {fault.range.end - fault.range.start === 1
            ? `byte ${fault.range.start}`
            : `bytes ${fault.range.start} to ${fault.range.end - 1}`}
        </button>
      </p>
    </div>
  );
}
