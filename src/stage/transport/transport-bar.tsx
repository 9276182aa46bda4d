import { useSyncExternalStore } from 'react';
import type { Capture } from '../../capture/capture';
import {
  type Playback,
  type Pointing,
  stepFrom,
  timetableOf,
  usePlaybackMode,
  usePlaybackState,
} from '../../timeline';
import { formatNumber } from '../format';
import { selectionFor } from '../innermost';
import { FaultKeys } from './fault-keys';
import { Readout } from './readout';
import { Scrub } from './scrub';
import styles from './transport-bar.module.css';
import { TransportControls } from './transport-controls';

export interface TransportBarProps {
  readonly capture: Capture;
  readonly playback: Playback;
  /** What a step leads to becomes the selection. */
  readonly pointing: Pointing;
}

/** Live, pause, step, speed, and where the playhead stands in all that has happened. */
export function TransportBar({ capture, playback, pointing }: TransportBarProps) {
  const mode = usePlaybackMode(playback);
  const speed = useSyncExternalStore(playback.subscribe, () => playback.state.speed);
  const isRunning = mode !== 'paused';
  const step = (direction: 1 | -1) => {
    const to = stepFrom(timetableOf(capture), playback.now.get(), direction);
    playback.step(direction);
    const unit = to?.flight == null ? null : timetableOf(capture).flights[to.flight]!.unit;
    if (unit) pointing.select({ unit: selectionFor(capture.decoder, unit), range: null });
  };
  return (
    <TransportControls
      label="Playback"
      isRunning={isRunning}
      speed={speed}
      stepOf="unit"
      pauseLabel="Pause the stage; the wire goes on"
      onStep={step}
      onToggle={() => (isRunning ? playback.pause() : playback.play())}
      onSpeed={(to) => playback.setSpeed(to)}
      before={<Live playback={playback} />}
    >
      <Scrub capture={capture} playback={playback} />
      <FaultKeys capture={capture} playback={playback} pointing={pointing} />
      <Readout capture={capture} playback={playback} />
    </TransportControls>
  );
}

/** What waits is counted where a press skips it. */
function Live({ playback }: Pick<TransportBarProps, 'playback'>) {
  const { mode, waiting } = usePlaybackState(playback);
  return (
    <button
      type="button"
      className={styles.live}
      data-live={mode === 'live' || undefined}
      aria-pressed={mode === 'live'}
      title="Show what happens as it happens; what waits is skipped"
      onClick={() => playback.goLive()}
    >
      <span>
        <span className={styles.dot} />
        Live
      </span>
      {waiting > 0 && <span className={styles.waiting}>{formatNumber(waiting)} waiting</span>}
    </button>
  );
}
