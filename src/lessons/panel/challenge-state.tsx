import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button';
import type { Challenge } from '../define';
import { useLesson } from '../use-lesson';
import { GolfView } from './golf-view';
import styles from './task-view.module.css';

interface Props {
  readonly task: Challenge;
  /** Called when it is there: it is fetched later than its task. */
  readonly onShown: () => void;
}

/** How far a challenge is: what is still missing, hints, and the way to have it shown. */
export default function ChallengeState({ task, onShown }: Props) {
  const { run } = useLesson();
  // Once: what is said from here on is news.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller's function is another one at each render
  useEffect(onShown, []);
  const [hints, setHints] = useState(0);
  const { isDone, isShown } = run.progress.ofTask(task.id);
  const missing = run.tasks.lacks(task.id);
  return (
    <>
      {isDone && run.tasks.isMet(task.id) && (
        <p className={styles.met}>{task.by === 'run' ? 'Done, in your run.' : 'Done, on the wire.'}</p>
      )}
      {task.golf && <GolfView task={task.id} golf={task.golf} />}
      {(!isDone || run.tasks.isRetry(task.id)) && missing !== null && (
        <p key={missing} className={styles.state}>
          {missing}
        </p>
      )}
      {task.hints.slice(0, hints).map((hint) => (
        <p key={hint} className={styles.hint}>
          {hint}
        </p>
      ))}
      {isShown && !isDone && <p className={styles.state}>That is one way to do it. Now do it yourself.</p>}
      {!isDone && (
        <div className={styles.actions}>
          {hints < task.hints.length && (
            <Button kind="quiet" onClick={() => setHints(hints + 1)}>
              Hint
            </Button>
          )}
          <Button
            kind="quiet"
            disabled={run.tasks.isBusy(task.id)}
            onClick={() => void run.tasks.showMe(task.id)}
          >
            Show me
          </Button>
        </div>
      )}
    </>
  );
}
