import type { ReactNode } from 'react';
import type { Speed } from '../../timeline';
import styles from './transport-bar.module.css';

interface TransportControlsProps {
  /** The name of the bar. */
  readonly label: string;
  readonly isRunning: boolean;
  readonly speed: Speed;
  /** The noun of a step: "unit". */
  readonly stepOf: string;
  readonly pauseLabel: string;
  /** In a column at any page width. */
  readonly isNarrow?: boolean;
  readonly onStep: (direction: 1 | -1) => void;
  readonly onToggle: () => void;
  readonly onSpeed: (speed: Speed) => void;
  /** Before the keys. */
  readonly before?: ReactNode;
  /** The line to scrub on, and the readout beside it. */
  readonly children: ReactNode;
}

const SPEEDS: readonly { readonly speed: Speed; readonly label: string; readonly name: string }[] = [
  { speed: 'real', label: 'real time', name: 'Real time' },
  { speed: 'half', label: '½', name: 'Half speed' },
  { speed: 'tenth', label: '¹⁄₁₀', name: 'A tenth of the speed' },
  { speed: 'explain', label: 'explain', name: 'Explain: time to read every unit' },
];

/** A transport bar for any player: step, play and pause, speed, and a place for the line to scrub on. */
export function TransportControls(props: TransportControlsProps) {
  const { label, isRunning, stepOf, onStep } = props;
  return (
    <section className={styles.bar} aria-label={label} data-narrow={props.isNarrow || undefined}>
      {props.before}
      <div className={styles.keys}>
        <button type="button" aria-label={`Step back one ${stepOf}`} onClick={() => onStep(-1)}>
          ‹
        </button>
        <button type="button" aria-label={isRunning ? props.pauseLabel : 'Play'} onClick={props.onToggle}>
          {isRunning ? <PauseSign /> : <PlaySign />}
        </button>
        <button type="button" aria-label={`Step forward one ${stepOf}`} onClick={() => onStep(1)}>
          ›
        </button>
      </div>
      <Speeds speed={props.speed} onSpeed={props.onSpeed} />
      {props.children}
    </section>
  );
}

function Speeds({ speed, onSpeed }: Pick<TransportControlsProps, 'speed' | 'onSpeed'>) {
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
          onClick={() => onSpeed(choice.speed)}
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
