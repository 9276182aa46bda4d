import { useState } from 'react';
import { Button } from '../../ui/Button';
import { Slider } from '../parts/slider';
import { useLesson } from '../use-lesson';
import styles from './choose.module.css';
import { runWays, type Way } from './ways';

/** The largest delay on the slider, one way. */
const MAX_DELAY_MS = 200;

interface Props {
  readonly task: string;
  readonly isReady: boolean;
  readonly ways: readonly Way[];
  readonly label: string;
}

/** Sends the same messages over these ways in turn, from as far away as the student sets. */
export function WaysControls({ task, isReady, ways, label }: Props) {
  const { run, playback } = useLesson();
  const [delayMs, setDelayMs] = useState(50);
  const isBusy = run.tasks.isBusy(task);
  const begin = () => {
    // Hundreds of requests: nobody reads each of them.
    playback.setSpeed('real');
    playback.goLive();
    void run.tasks.restart(task, (lab) => runWays(lab, run, ways, delayMs));
  };
  return (
    <div className={styles.controls} data-next>
      <Slider
        label="Added each way"
        unit="ms"
        value={delayMs}
        least={0}
        most={MAX_DELAY_MS}
        step={10}
        onChange={setDelayMs}
      />
      <div className={styles.actions}>
        <Button kind="primary" disabled={!isReady || isBusy} onClick={begin}>
          {label}
        </Button>
        {!isReady && <span className={styles.soft}>after your prediction</span>}
      </div>
    </div>
  );
}
