import { Button } from '../../ui/Button';
import type { Golf } from '../define';
import type { Tally } from '../task-run';
import { useLesson } from '../use-lesson';
import { focusNext } from './focus-next';
import styles from './task-view.module.css';

/** The student's record in a challenge, this try's count, and the way to a better one. */
export function GolfView({ task, golf }: { readonly task: string; readonly golf: Golf }) {
  const { run } = useLesson();
  const { isDone, record } = run.progress.ofTask(task);
  // Whoever is asked for fewer later knows from the first try on what is counted.
  if (!isDone)
    return <p className={styles.state}>Counted for your record: {golf.counts}. Fewer is better.</p>;
  if (record === undefined) return null;
  if (run.tasks.isRetry(task)) {
    return (
      <p className={styles.state}>
        Your record to beat: {counted(record, golf)}. Only what you send from here on counts.
      </p>
    );
  }
  const tally = run.tasks.tally(task);
  const said = tally ? recordSaid(tally, golf) : `Your record: ${counted(record, golf)}.`;
  if (golf.least !== undefined && record <= golf.least) {
    return <p className={styles.golf}>{said} Fewer is not possible.</p>;
  }
  return (
    <div className={styles.golf}>
      <p>{said}</p>
      <Button
        onClick={({ currentTarget }) => {
          const section = currentTarget.closest('section');
          run.tasks.beat(task);
          // The button is gone now: focus moves to where the next try is made.
          requestAnimationFrame(() => focusNext(section));
        }}
      >
        Beat your record
      </Button>
    </div>
  );
}

/** A try compared with the record before it. */
function recordSaid({ tried, before }: Tally, golf: Golf): string {
  if (before === null) return `Your record: ${counted(tried, golf)}.`;
  if (tried < before) return `Your new record: ${counted(tried, golf)}. Before: ${before}.`;
  return `Your record: ${counted(before, golf)}. This try: ${tried}.`;
}

const counted = (count: number, { unit }: Golf) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
