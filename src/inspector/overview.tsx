import type { Capture } from '../capture/capture';
import { SENTENCES } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { Unit } from '../protocol/unit';
import { isOnWire } from '../timeline/flight';
import type { Pointing } from '../timeline/pointing';
import { Button } from '../ui/Button';
import styles from './inspector.module.css';
import { nameOfUnit } from './names';

interface Props {
  readonly capture: Capture;
  readonly pointing: Pointing;
}

/** Shown while nothing is selected: the newest unit, and how to select it. */
export function Overview({ capture, pointing }: Props) {
  useRevision(capture, { pace: SENTENCES });
  const newest = newestOf(capture.decoder.units);
  return (
    <section className={styles.inspector} aria-label="Inspector">
      <div className={styles.overview}>
        <h2 className={styles.title}>Nothing is selected</h2>
        <p className={styles.empty}>
          Choose anything on the wire or in the ladder. Here you see what it is made of: the layers it is
          wrapped in, its fields, its bytes, and the line of code behind it.
        </p>
        {newest && (
          <>
            <p className={styles.newest} data-layer={newest.layer}>
              <span>The newest on the wire</span>
              <strong>{nameOfUnit(capture, newest)}</strong>
              {capture.decoder.sentenceOf(newest)}
            </p>
            <Button onClick={() => pointing.select({ unit: newest, range: null })}>Look inside it</Button>
          </>
        )}
      </div>
    </section>
  );
}

/** The newest unit on the wire. */
function newestOf(units: readonly Unit[]): Unit | null {
  for (let index = units.length - 1; index >= 0; index--) {
    const unit = units[index]!;
    if (isOnWire(unit)) return unit;
  }
  return units.at(-1) ?? null;
}
