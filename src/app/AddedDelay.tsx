import { useState } from 'react';
import { SegmentedControl } from '../ui/SegmentedControl';
import styles from './AddedDelay.module.css';

/** Milliseconds one way: none, then as across a country, an ocean, the world. */
const CHOICES = [0, 50, 100, 200];

interface Props {
  /** What it is added to: "WebSocket 2", "new connections". */
  readonly to: string;
  /** The value now. */
  readonly delayMs: number;
  /** The longest that the server adds. */
  readonly mostMs: number;
  readonly isDisabled?: boolean;
  /** Rejects with a sentence. */
  readonly onChange: (delayMs: number) => Promise<void>;
}

/** How long the lab really holds every byte of a connection. */
export function AddedDelay({ to, delayMs, mostMs, isDisabled = false, onChange }: Props) {
  const [problem, setProblem] = useState('');
  // Any program that knows the lab's address may set it, too.
  const possible = CHOICES.filter((ms) => ms <= mostMs);
  const choices = possible.includes(delayMs) ? possible : [...possible, delayMs];
  const choose = (choice: string) => {
    onChange(Number(choice)).then(
      () => setProblem(''),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <fieldset className={styles.added} disabled={isDisabled}>
      <span className={styles.label} aria-hidden="true">
        Delay the lab adds, each way
      </span>
      <SegmentedControl
        label={`Delay that the lab adds to ${to}, each way`}
        value={String(delayMs)}
        onChange={choose}
        options={choices.map((ms) => ({ value: String(ms), label: ms === 0 ? 'none' : `${ms} ms` }))}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
