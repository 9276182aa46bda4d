import type { Capture } from '../../capture/capture';
import { useRevision } from '../../capture/use-capture';
import { type Playback, type Pointing, timetableOf } from '../../timeline';
import { faultsOf } from '../../timeline/faults';
import { count } from '../format';
import { jumpToFault } from './jump-to-fault';
import styles from './transport-bar.module.css';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
}

/** Buttons from fault to fault; nothing without faults. */
export function FaultKeys({ capture, playback, pointing }: Props) {
  const faults = faultsOf(capture, timetableOf(capture)).length;
  useRevision(capture, { of: () => [faultsOf(capture, timetableOf(capture)).length] });
  if (faults === 0) return null;
  const jump = (direction: 1 | -1) => jumpToFault({ capture, playback, pointing }, direction);
  return (
    <fieldset className={styles.faults}>
      <legend>Broken rules</legend>
      <button type="button" aria-label="Previous fault" title="Previous fault (F)" onClick={() => jump(-1)}>
        ‹
      </button>
      <span>{count(faults, 'fault')}</span>
      <button type="button" aria-label="Next fault" title="Next fault (f)" onClick={() => jump(1)}>
        ›
      </button>
    </fieldset>
  );
}
