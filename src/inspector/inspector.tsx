import { useEffect } from 'react';
import type { Unit } from '../protocol/unit';
import { useSelected } from '../timeline/pointing';
import { LaterNote } from '../ui/LaterNote';
import { createLater, useLater } from '../ui/later';
import styles from './inspector.module.css';
import { nameOfUnit } from './names';
import { Overview } from './overview';
import type { InspectorProps } from './parts';
import { useUnitRevision } from './use-unit-revision';

/** What takes a unit apart, with the sentences that explain its fields. */
export const unitView = createLater(async () => (await import('./unit-view')).default);

/** The selected unit, taken apart; while none is, the newest one and the way into it. */
export function Inspector({ capture, pointing, viewing }: InspectorProps) {
  const selected = useSelected(pointing);
  useUnitRevision(capture, selected?.unit ?? null);
  const isEmpty = capture.decoder.units.length === 0;
  useEffect(() => {
    // There is something to take apart now: its view is fetched before someone selects it.
    if (!isEmpty) unitView.fetch();
  }, [isEmpty]);
  if (!selected) return <Overview capture={capture} pointing={pointing} />;
  return <Selected key={selected.unit.id} {...{ capture, pointing, viewing }} unit={selected.unit} />;
}

function Selected({ unit, ...props }: InspectorProps & { readonly unit: Unit }) {
  const state = useLater(unitView);
  if (state.kind === 'here') return <state.part {...props} unit={unit} />;
  return (
    <section className={styles.inspector} aria-label="Inspector">
      <div className={styles.overview}>
        <h2 className={styles.title}>{nameOfUnit(props.capture, unit)}</h2>
        <p className={styles.empty}>
          <LaterNote what="the view that takes it apart" later={unitView} state={state} />
        </p>
      </div>
    </section>
  );
}
