import { useSyncExternalStore } from 'react';
import type { Capture } from '../../capture/capture';
import {
  type Playback,
  type Pointing,
  type Speed,
  stepFrom,
  trackOf,
  usePlaybackMode,
  usePlaybackState,
} from '../../timeline';
import { formatNumber } from '../format';
import { chosenOf } from '../top';
import { FaultKeys } from './fault-keys';
import { Readout } from './readout';
import { Scrub } from './scrub';
import styles from './transport-bar.module.css';

export interface TransportBarProps {
  readonly capture: Capture;
  readonly playback: Playback;
  /** What a step leads to becomes the selection. */
  readonly pointing: Pointing;
}

const SPEEDS: readonly { readonly speed: Speed; readonly label: string; readonly name: string }[] = [
  { speed: 'real', label: 'real time', name: 'Real time' },
  { speed: 'half', label: '½', name: 'Half speed' },
  { speed: 'tenth', label: '¹⁄₁₀', name: 'A tenth of the speed' },
  { speed: 'explain', label: 'explain', name: 'Explain: time to read every unit' },
];

/** Live, pause, step, speed, and where the playhead stands in all that has happened. */
export function TransportBar({ capture, playback, pointing }: TransportBarProps) {
  const mode = usePlaybackMode(playback);
  const isRunning = mode !== 'paused';
  const step = (direction: 1 | -1) => {
    const to = stepFrom(trackOf(capture), playback.now.get(), direction);
    playback.step(direction);
    const unit = to?.flight == null ? null : trackOf(capture).flights[to.flight]!.unit;
    if (unit) pointing.select({ unit: chosenOf(capture.decoder, unit), range: null });
  };
  return (
    <section className={styles.bar} aria-label="Playback">
      <Live playback={playback} />
      <div className={styles.keys}>
        <button type="button" aria-label="Step back one unit" onClick={() => step(-1)}>
          ‹
        </button>
        <button
          type="button"
          aria-label={isRunning ? 'Pause the stage; the wire goes on' : 'Play'}
          onClick={() => (isRunning ? playback.pause() : playback.play())}
        >
          {isRunning ? <PauseSign /> : <PlaySign />}
        </button>
        <button type="button" aria-label="Step forward one unit" onClick={() => step(1)}>
          ›
        </button>
      </div>
      <Speeds playback={playback} />
      <Scrub capture={capture} playback={playback} />
      <FaultKeys capture={capture} playback={playback} pointing={pointing} />
      <Readout capture={capture} playback={playback} />
    </section>
  );
}

type Only = Pick<TransportBarProps, 'playback'>;

/** What waits is counted where a press skips it. */
function Live({ playback }: Only) {
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

function Speeds({ playback }: Only) {
  const speed = useSyncExternalStore(playback.subscribe, () => playback.state.speed);
  return (
    <fieldset className={styles.speeds}>
      <legend>Speed</legend>
      {SPEEDS.map((choice) => (
        <button
          type="button"
          key={choice.speed}
          aria-pressed={choice.speed === speed}
          aria-label={choice.name}
          title={choice.name}
          onClick={() => playback.setSpeed(choice.speed)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

function PauseSign() {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden>
      <path d="M2 0h3v12H2zM7 0h3v12H7z" fill="currentColor" />
    </svg>
  );
}

function PlaySign() {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden>
      <path d="M2 0 11 6 2 12z" fill="currentColor" />
    </svg>
  );
}
