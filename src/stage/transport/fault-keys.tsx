import type { Capture } from '../../capture/capture';
import { ROWS } from '../../capture/revision-store';
import { useRevision } from '../../capture/use-capture';
import { type Playback, type Pointing, timetableOf } from '../../timeline';
import { faultFrom, faultsOf } from '../../timeline/faults';
import { count } from '../format';
import { jumpToFault } from './jump-to-fault';
import styles from './transport-bar.module.css';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
}

/** Buttons from fault to fault. */
export default function FaultKeys({ capture, playback, pointing }: Props) {
  const faults = faultsOf(capture, timetableOf(capture)).length;
  const isThere = (direction: 1 | -1) =>
    faultFrom(capture, timetableOf(capture), playback.now.get(), direction) !== null;
  const of = () => [faultsOf(capture, timetableOf(capture)).length, Number(isThere(1)), Number(isThere(-1))];
  useRevision(capture, { of, playback, pace: ROWS });
  const jump = (direction: 1 | -1) => jumpToFault({ capture, playback, pointing }, direction);
  const [hasNext, hasPrevious] = [isThere(1), isThere(-1)];
  return (
    <fieldset className={styles.faults}>
      <legend>Faults</legend>
      <button
        type="button"
        aria-label="Previous fault"
        aria-disabled={!hasPrevious}
        title={hasPrevious ? 'Previous fault (Shift F)' : 'No fault before the moment that is shown'}
        onClick={() => jump(-1)}
      >
        ‹
      </button>
      <span>{count(faults, 'fault')}</span>
      <button
        type="button"
        aria-label="Next fault"
        aria-disabled={!hasNext}
        title={hasNext ? 'Next fault (F)' : 'No fault after the moment that is shown'}
        onClick={() => jump(1)}
      >
        ›
      </button>
    </fieldset>
  );
}
