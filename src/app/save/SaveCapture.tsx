import { useState } from 'react';
import type { Capture } from '../../capture/capture';
import { Button } from '../../ui/Button';
import styles from './save.module.css';

interface Props {
  readonly capture: Capture;
  /** The Unix time of the capture's 0, in milliseconds. */
  readonly epochMs: () => number;
}

/** Saves what the stage holds as a file, for Wireshark or for this page. */
export function SaveCapture({ capture, epochMs }: Props) {
  const [problem, setProblem] = useState('');
  const save = (format: 'pcapng' | 'wire101') => {
    // What writes files comes with the first one.
    void import('./save-file').then(
      ({ saveFile }) => saveFile(capture, epochMs(), format),
      () => setProblem('The code that saves files could not be loaded: is the server running?'),
    );
  };
  const isEmpty = capture.connections.length === 0;
  return (
    <p className={styles.save}>
      <span>Save</span>
      <Button kind="quiet" disabled={isEmpty} onClick={() => save('pcapng')}>
        for Wireshark (pcapng)
      </Button>
      <Button kind="quiet" disabled={isEmpty} onClick={() => save('wire101')}>
        for this page (.wire101)
      </Button>
      {problem && <span role="alert">{problem}</span>}
    </p>
  );
}
