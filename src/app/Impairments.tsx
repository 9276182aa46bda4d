import { useState } from 'react';
import type { ServerEnd } from '../lab/session';
import type { Impairment, ImpairmentChange } from '../protocol/feed';
import type { LabLimits } from '../protocol/messages/lab-made';
import { Button } from '../ui/Button';
import { SegmentedControl } from '../ui/SegmentedControl';
import { AddedDelay } from './AddedDelay';
import styles from './Impairments.module.css';

const numbers = new Intl.NumberFormat('en-US');

interface Props {
  /** What they apply to: "WebSocket 2", "new connections". */
  readonly to: string;
  /** The value now. */
  readonly impairment: Impairment;
  /** Of the server: no choice goes beyond them. */
  readonly limits: LabLimits;
  readonly isDisabled?: boolean;
  /** Rejects with a sentence. */
  readonly onChange: (change: ImpairmentChange) => Promise<void>;
  /** Only an open connection can be ended. */
  readonly onEnd?: (end: ServerEnd) => Promise<void>;
}

/** The choices of each; 0, the first, is off. */
const SETTINGS = [
  { name: 'jitterMs', label: 'Random extra delay, up to', unit: 'ms', choices: [0, 20, 100, 300] },
  { name: 'bytesPerSecond', label: 'Bytes a second', unit: 'B/s', choices: [0, 500, 5_000, 50_000] },
  { name: 'readBytes', label: 'Longest read', unit: 'B', choices: [0, 1, 16, 1024] },
  { name: 'gatherMs', label: 'Gather into one read for', unit: 'ms', choices: [0, 20, 100, 500] },
] as const;

/** The lab's real impairments of traffic: delay first, the others on demand. */
export function Impairments(props: Props) {
  const { to, impairment, limits, isDisabled = false, onChange, onEnd } = props;
  const [problem, setProblem] = useState('');
  const attempt = (done: Promise<void>) => {
    done.then(
      () => setProblem(''),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <>
      <AddedDelay
        to={to}
        delayMs={impairment.delayMs}
        mostMs={limits.delayMs}
        isDisabled={isDisabled}
        onChange={(delayMs) => onChange({ delayMs })}
      />
      <details className={styles.more}>
        <summary>More settings for {to}</summary>
        {Number.isFinite(limits.piecesPerRead) && (
          <p>
            A long read is cut into {limits.piecesPerRead} pieces at most, however small “Longest read” is
            set.
          </p>
        )}
        <div className={styles.settings}>
          {SETTINGS.map(({ name, label, unit, choices }) => (
            <Setting
              key={name}
              {...{ label, unit }}
              choices={choices.filter((choice) => choice <= limits[name])}
              value={impairment[name]}
              isDisabled={isDisabled}
              onChange={(value) => attempt(onChange({ [name]: value }))}
            />
          ))}
        </div>
        {onEnd && (
          <>
            <Cut cut={impairment.cut} onChange={(cut) => attempt(onChange({ cut }))} />
            <div className={styles.ends}>
              <Button onClick={() => attempt(onEnd({ how: 'reset' }))}>Reset the connection (RST)</Button>
              <Button onClick={() => attempt(onEnd({ how: 'fin' }))}>End the connection (FIN)</Button>
            </div>
          </>
        )}
      </details>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

interface SettingProps {
  readonly label: string;
  readonly unit: string;
  readonly choices: readonly number[];
  readonly value: number;
  readonly isDisabled: boolean;
  readonly onChange: (value: number) => void;
}

function Setting({ label, unit, choices, value, isDisabled, onChange }: SettingProps) {
  // Any program that knows the lab's address may set it, too.
  const all = choices.includes(value) ? choices : [...choices, value];
  return (
    <label className={styles.setting}>
      <span>{label}</span>
      <select value={value} disabled={isDisabled} onChange={({ target }) => onChange(Number(target.value))}>
        {all.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 0 ? 'as it is' : `${numbers.format(choice)} ${unit}`}
          </option>
        ))}
      </select>
    </label>
  );
}

const CUTS = [
  { value: 'none', label: 'passes' },
  { value: 'stall', label: 'stalls' },
  { value: 'black hole', label: 'black hole' },
] as const;

function Cut({ cut, onChange }: { cut: Impairment['cut']; onChange: (cut: Impairment['cut']) => void }) {
  return (
    <div className={styles.cut}>
      <span aria-hidden="true">What is sent</span>
      <SegmentedControl label="What is sent on it" value={cut} onChange={onChange} options={CUTS} />
    </div>
  );
}
