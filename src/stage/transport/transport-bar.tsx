import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { Capture } from '../../capture/capture';
import { ROWS } from '../../capture/revision-store';
import { useRevision } from '../../capture/use-capture';
import {
  type Playback,
  type Pointing,
  stepFrom,
  timetableOf,
  usePlaybackMode,
  usePlaybackState,
} from '../../timeline';
import { faultsOf } from '../../timeline/faults';
import { formatNumber } from '../format';
import { selectionFor } from '../innermost';
import { Readout } from './readout';
import { Scrub } from './scrub';
import styles from './transport-bar.module.css';
import { TransportControls } from './transport-controls';

/** Fetched with the first fault. */
const FaultKeys = lazy(() => import('./fault-keys'));

interface TransportBarProps {
  readonly capture: Capture;
  readonly playback: Playback;
  /** A step selects the unit that it reaches. */
  readonly pointing: Pointing;
  /** The server does not answer: nothing comes. */
  readonly lost?: boolean;
}

/** Live, pause, step, speed, and the place of the playhead in the capture. */
export function TransportBar({ capture, playback, pointing, lost }: TransportBarProps) {
  const mode = usePlaybackMode(playback);
  const speed = useSyncExternalStore(playback.subscribe, () => playback.state.speed);
  const isRunning = mode !== 'paused';
  const hasFaults = () => faultsOf(capture, timetableOf(capture)).length > 0;
  useRevision(capture, { of: () => [Number(hasFaults())], playback, pace: ROWS });
  const step = (direction: 1 | -1) => {
    const to = stepFrom(timetableOf(capture), playback.now.get(), direction);
    playback.step(direction);
    const unit = to?.flight == null ? null : timetableOf(capture).flights[to.flight]!.unit;
    if (unit) pointing.select(selectionFor(capture.decoder, unit));
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
      before={<Live playback={playback} isRecorded={capture.source.kind === 'file'} lost={lost} />}
    >
      <Scrub capture={capture} playback={playback} />
      {hasFaults() && (
        <Suspense>
          <FaultKeys capture={capture} playback={playback} pointing={pointing} />
        </Suspense>
      )}
      <Readout capture={capture} playback={playback} />
    </TransportControls>
  );
}

/** The button shows how many units it skips. */
interface LiveProps extends Pick<TransportBarProps, 'playback' | 'lost'> {
  /** Nothing more will happen: it leads to the end. */
  readonly isRecorded: boolean;
}

function Live({ playback, isRecorded, lost }: LiveProps) {
  const { mode, waiting } = usePlaybackState(playback);
  const isLive = mode === 'live' && !lost;
  return (
    <button
      type="button"
      className={styles.live}
      data-live={(isLive && !isRecorded) || undefined}
      aria-pressed={isLive}
      title={
        isRecorded
          ? 'Recorded elsewhere: show all of it, to its end'
          : 'Show what happens as it happens; what waits is skipped'
      }
      onClick={() => playback.goLive()}
    >
      <span>
        <span className={styles.dot} />
        {isRecorded ? 'RECORDED' : 'Live'}
      </span>
      {waiting > 0 && <span className={styles.waiting}>{formatNumber(waiting)} waiting</span>}
    </button>
  );
}
