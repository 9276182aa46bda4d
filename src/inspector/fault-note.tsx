import type { ByteRange, Unit } from '../protocol/unit';
import type { Pointing } from '../timeline/pointing';
import styles from './fault-note.module.css';

interface Props {
  readonly unit: Unit;
  readonly pointing: Pointing;
}

/** A broken rule, or a limit of this page: which bytes, which section, how a conforming endpoint answers. */
export function FaultNote({ unit, pointing }: Props) {
  const { fault } = unit;
  if (!fault) return null;
  return (
    <div
      className={styles.fault}
      role="note"
      aria-label={fault.isLimit ? 'Limit of this page' : 'Broken rule'}
    >
      <p className={styles.message}>{fault.message}</p>
      <p className={styles.spec}>
        {fault.spec}
        {fault.closeCode !== undefined &&
          !fault.isLimit &&
          ` · an endpoint fails the connection with close code ${fault.closeCode}`}
        {fault.range.end > fault.range.start && (
          <FaultRange unit={unit} range={fault.range} pointing={pointing} />
        )}
      </p>
    </div>
  );
}

interface RangeProps extends Props {
  readonly range: ByteRange;
}

function FaultRange({ unit, range, pointing }: RangeProps) {
  const { start, end } = range;
  return (
    <>
      {' · '}
      <button type="button" className={styles.show} onClick={() => pointing.select({ unit, range })}>
        {end - start === 1 ? `byte ${start}` : `bytes ${start} to ${end - 1}`}
      </button>
    </>
  );
}
