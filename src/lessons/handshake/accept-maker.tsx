import type { ControlsProps } from '../define';
import { header, switchedOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { AcceptPanel } from './accept-panel';
import styles from './handshake.module.css';
import { KeyChanger } from './key-changer';
import { OPEN } from './switch-step';

/** The computation for the browser's own key, and one for a key that the student changes. */
export default function AcceptMaker({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const switched = switchedOf(run.tasks.traffic(OPEN));
  const key = switched && header(switched.asked, 'Sec-WebSocket-Key');
  if (!switched || key === null) {
    return (
      <p className={styles.empty}>As soon as there is a handshake, its accept value is computed here.</p>
    );
  }
  return (
    <div className={styles.maker}>
      <AcceptPanel exchange={switched} />
      <KeyChanger key={key} original={key} task={task} isReady={isReady} />
    </div>
  );
}
