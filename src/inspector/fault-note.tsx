import { layerOf } from '../protocol/layers';
import type { ByteRange, Fault, Unit } from '../protocol/unit';
import type { Pointing } from '../timeline/pointing';
import styles from './fault-note.module.css';

interface Props {
  readonly unit: Unit;
  readonly pointing: Pointing;
}

const LABELS = { limit: 'Limit of this page', notice: 'Notice', cut: 'Cut off' } as const;

/** What is wrong with a unit: each broken rule, limit or notice, and whether an endpoint would have read so far. */
export function FaultNote({ unit, pointing }: Props) {
  const { fault } = unit;
  return (
    <>
      {fault &&
        [fault, ...(fault.others ?? [])].map((each) => (
          <OneFault
            key={`${each.range.start} ${each.message}`}
            fault={each}
            unit={unit}
            pointing={pointing}
          />
        ))}
      {unit.isAfterFailure && (
        <div className={styles.fault} data-kind="notice" role="note" aria-label="After a broken rule">
          <p className={styles.message}>
            A rule was broken before this. An endpoint that keeps to the rules fails the connection there and
            never reads this.
          </p>
          <p className={styles.spec}>{failureOf(unit)}</p>
        </div>
      )}
    </>
  );
}

/** The section that says so, of the layer that stands on the wire. */
function failureOf(unit: Unit): string | undefined {
  return unit.inside === null ? layerOf(unit.layer).failure : failureOf(unit.inside);
}

interface OneFaultProps extends Props {
  readonly fault: Fault;
}

/** A broken rule: which bytes, which section, what may have caused it, and what endpoints do about it. */
function OneFault({ fault, unit, pointing }: OneFaultProps) {
  const { kind, message, spec, closeCode, effect, hint, range } = fault;
  return (
    <div className={styles.fault} data-kind={kind} role="note" aria-label={kind ? LABELS[kind] : 'Fault'}>
      <p className={styles.message}>{message}</p>
      {hint && (
        <p className={styles.aside}>
          <b>A likely cause:</b> {hint}
        </p>
      )}
      {effect && <p className={styles.aside}>{effect}</p>}
      <p className={styles.spec}>
        {spec}
        {closeCode !== undefined &&
          kind === undefined &&
          ` · an endpoint fails the connection with close code ${closeCode}`}
        {range.end > range.start && <FaultRange unit={unit} range={range} pointing={pointing} />}
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
