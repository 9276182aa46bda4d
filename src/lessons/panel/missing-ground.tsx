import { Button } from '../../ui/Button';
import { useLesson } from '../use-lesson';
import styles from './lesson-panel.module.css';

/** Offers to make the traffic of an earlier task that a step discusses and this page has not made yet. */
export default function MissingGround({ task }: { readonly task: string }) {
  const { run } = useLesson();
  if (run.tasks.isMet(task) || run.tasks.isBeingShown(task)) return null;
  const needed = run.task(task);
  const action = needed.action;
  if (!action) return null;
  return (
    <div className={styles.ground}>
      <p>
        This step needs bytes that are not on the wire yet, or that were lost when an earlier visit ended.
      </p>
      <Button
        kind="primary"
        disabled={run.tasks.isBusy(needed.id)}
        onClick={() => void run.tasks.prepare(needed.id)}
      >
        {action.label}
      </Button>
    </div>
  );
}
