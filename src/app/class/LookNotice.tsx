import { useEffect } from 'react';
import type { Attending } from '../../lab/class/attending';
import type { LabSession } from '../../lab/session';
import { Button } from '../../ui/Button';
import styles from './ClassBar.module.css';

interface Props {
  readonly attending: Attending;
  readonly lab: LabSession;
}

/** Says that the teacher looks at this page's stage, shows it to them when they ask, and lets the student stop it. */
export function LookNotice({ attending, lab }: Props) {
  const { isLookedAt, looks } = attending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that it is asked for.
  useEffect(() => {
    if (isLookedAt) void show(attending, lab);
  }, [attending, lab, isLookedAt, looks]);
  if (!isLookedAt) return null;
  return (
    <section className={styles.bar} aria-label="Your teacher is looking at your stage">
      <p role="status">
        <strong>Your teacher is looking at your stage</strong>: at the lesson that you are in and at the
        traffic of your lab.
      </p>
      <span className={styles.tools}>
        <Button onClick={() => attending.stopShowing()}>Stop</Button>
      </span>
    </section>
  );
}

async function show(attending: Attending, lab: LabSession): Promise<void> {
  const { piecesOfStage } = await import('./stage-pieces');
  const atMs = Date.now();
  const pieces = piecesOfStage(lab.capture, lab.addresses?.id ?? '', atMs - lab.nowMicros().at / 1000, atMs);
  // One after the other: each is answered.
  for (const piece of pieces) if (!(await attending.show(piece))) return;
}
