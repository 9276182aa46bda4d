import { useEffect, useRef } from 'react';
import { type Hidden, useSelected } from '../../timeline';
import { atFault, type FaultFlight } from '../../timeline/faults';
import { Button } from '../../ui/Button';
import { keyPressOf } from '../keys';
import type { InstrumentParts } from '../use-instrument';
import { findingsOf, placeAmong } from './finding-place';
import styles from './watch.module.css';

interface Props extends Pick<InstrumentParts, 'capture' | 'pointing' | 'playback'> {
  readonly hidden: Hidden;
}

/** Goes from one fault or notice to the next in the order of time, by buttons and by the keys N and Shift N. */
export function Findings({ capture, pointing, playback, hidden }: Props) {
  const { timetable } = playback;
  const selection = useSelected(pointing);
  const findings = findingsOf(capture, timetable, hidden);
  const flight = selection && timetable.indexOfUnit(selection.unit);
  const selected = selection && flight !== null ? { unit: selection.unit, flight } : null;
  const { at, previous, next } = placeAmong(findings, selected, timetable);
  const show = (finding: FaultFlight | null) => {
    if (finding === null) return;
    // What the playhead has not reached is on no part of the stage.
    const landAt = timetable.landAt[finding.flight]!;
    if (playback.state.mode !== 'live' && playback.now.get() < landAt) {
      playback.pause();
      playback.seek(landAt);
    }
    pointing.select(atFault(finding.unit));
  };
  useStepKeys((isBack) => show(isBack ? previous : next));
  if (findings.length === 0) return null;
  return (
    <fieldset className={styles.findings}>
      <legend>Faults and notices</legend>
      <Step name="Previous fault or notice" keys="Shift N" to={previous} onStep={show} sign="‹" />
      <output>{at === null ? findings.length : `${at + 1} of ${findings.length}`}</output>
      <Step name="Next fault or notice" keys="N" to={next} onStep={show} sign="›" />
    </fieldset>
  );
}

interface StepProps {
  readonly name: string;
  readonly keys: string;
  readonly sign: string;
  /** Null at the end: the button keeps the focus, and does nothing. */
  readonly to: FaultFlight | null;
  readonly onStep: (to: FaultFlight | null) => void;
}

function Step({ name, keys, sign, to, onStep }: StepProps) {
  return (
    <Button
      aria-label={name}
      aria-disabled={to === null}
      title={to === null ? undefined : `${name} (${keys})`}
      onClick={() => onStep(to)}
    >
      {sign}
    </Button>
  );
}

function useStepKeys(step: (isBack: boolean) => void): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const press = keyPressOf(event);
      if (press?.key.toLowerCase() !== 'n' || press.hasModifier || press.focus === 'text') return;
      event.preventDefault();
      latest.current(press.key === 'N');
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
