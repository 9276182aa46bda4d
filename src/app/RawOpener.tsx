import { useState } from 'react';
import type { LabSession, RawOptions } from '../lab/session';
import { RawForm } from '../lessons/parts/raw-form';
import { rawTemplates } from '../lessons/parts/raw-templates';
import { SegmentedControl } from '../ui/SegmentedControl';
import type { Setup } from './from-step/setups';
import styles from './Workbench.module.css';

interface Props {
  readonly lab: LabSession;
  readonly isReady: boolean;
  /** What to begin with. */
  readonly setup: Setup;
  readonly onOpen: (bytes: Uint8Array, options: RawOptions) => Promise<void>;
}

/** Opens a TCP connection and sends bytes that no browser would write. */
export function RawOpener({ lab, isReady, setup, onOpen }: Props) {
  const [to, setTo] = useState<'server' | 'bytes'>(setup.to ?? 'server');
  const [problem, setProblem] = useState('');
  if (!lab.addresses) return null;
  const open = (bytes: Uint8Array) => {
    onOpen(bytes, to === 'bytes' ? { to } : {}).then(
      () => setProblem(''),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <div className={styles.raw}>
      <SegmentedControl
        label="Where to"
        value={to}
        onChange={setTo}
        options={[
          { value: 'server', label: 'To this server' },
          { value: 'bytes', label: 'To a byte echo' },
        ]}
      />
      <RawForm
        key={to}
        templates={
          to === 'server'
            ? rawTemplates(lab.addresses).toSorted(
                (a, b) => Number(b.name === setup.begin) - Number(a.name === setup.begin),
              )
            : [{ name: 'Letters', text: 'ABCDEF' }]
        }
        isReady={isReady}
        action="Open and send"
        onSend={open}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
