import { useEffect } from 'react';
import { useRevision } from '../capture/use-capture';
import type { Unit } from '../protocol/unit';
import type { Playback } from '../timeline/playback';
import { useSelected } from '../timeline/pointing';
import { LaterNote } from '../ui/LaterNote';
import { createLater, useLater } from '../ui/later';
import styles from './inspector.module.css';
import { shownRevision } from './layer-path';
import { nameOfUnit } from './names';
import { Overview } from './overview';
import type { InspectorProps } from './parts';

/** What takes a unit apart, with the sentences that explain its fields. */
export const unitView = createLater(async () => (await import('./unit-view')).default);

interface Props extends InspectorProps {
  readonly playback: Playback;
}

/** The selected unit, taken apart; without one, the newest unit and how to select it. */
export function Inspector({ capture, pointing, viewing, playback }: Props) {
  const selected = useSelected(pointing);
  const isEmpty = capture.decoder.units.length === 0;
  useRevision(capture, {
    of: () =>
      selected ? shownRevision(capture, selected.unit) : [Math.min(1, capture.decoder.units.length)],
  });
  useEffect(() => {
    // Fetches the view once there is a unit, before one is selected.
    if (!isEmpty) unitView.fetch();
  }, [isEmpty]);
  if (!selected) return <Overview {...{ capture, pointing, playback }} />;
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
