import { inTheWayOf } from '../in-the-way';
import { useLesson } from '../use-lesson';
import styles from './lesson-panel.module.css';

/** Says that a proxy stands between this browser and the server, and how that changes the stage. */
export default function InTheWayNote() {
  const { run } = useLesson();
  const found = inTheWayOf(run.capture);
  if (!found) return null;
  return (
    <div className={styles.ground} role="note">
      <p>
        Something stands between your browser and this server: your request came with{' '}
        <code>
          {found.field}: {found.value}
        </code>
        , which no browser sends. So the connections on the stage are those of this intermediary. It may keep
        them open, share them or open its own, so ports, times and the number of connections can differ from
        what the lesson expects.
      </p>
    </div>
  );
}
