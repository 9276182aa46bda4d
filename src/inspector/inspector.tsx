import { lazy, Suspense, useEffect } from 'react';
import { useRevision } from '../capture/use-capture';
import { useSelected } from '../timeline/pointing';
import styles from './inspector.module.css';
import { shownRevision } from './layer-path';
import { nameOfUnit } from './names';
import { Overview } from './overview';
import type { InspectorProps } from './parts';

const loadUnitView = () => import('./unit-view');
const UnitView = lazy(loadUnitView);

/** The selected unit, taken apart; without one, the newest unit and how to select it. */
export function Inspector({ capture, pointing, viewing }: InspectorProps) {
  const selected = useSelected(pointing);
  const isEmpty = capture.decoder.units.length === 0;
  useRevision(capture, {
    of: () =>
      selected ? shownRevision(capture, selected.unit) : [Math.min(1, capture.decoder.units.length)],
  });
  useEffect(() => {
    // Loads the view once there is a unit, before one is selected. A failed load is repeated on selection.
    if (!isEmpty) loadUnitView().catch(() => undefined);
  }, [isEmpty]);
  if (!selected) return <Overview capture={capture} pointing={pointing} />;
  const { unit } = selected;
  const fallback = (
    <section className={styles.inspector} aria-label="Inspector">
      <h2 className={styles.title}>{nameOfUnit(capture, unit)}</h2>
    </section>
  );
  return (
    <Suspense fallback={fallback}>
      <UnitView key={unit.id} capture={capture} pointing={pointing} viewing={viewing} unit={unit} />
    </Suspense>
  );
}
