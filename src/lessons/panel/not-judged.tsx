import type { MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '../../ui/Button';
import { canChange, unlock } from '../change-answer';
import { useLesson } from '../use-lesson';
import styles from './prediction-view.module.css';

/** Beside a locked answer that nothing has judged: it can be changed, or what was done has given none of the answers. */
export default function NotJudged({ task }: { readonly task: string }) {
  const { run } = useLesson();
  if (run.tasks.isMet(task)) {
    return <p className={styles.other}>This run gave none of these answers: the question is still open.</p>;
  }
  if (!canChange(run, task)) return null;
  const change = ({ currentTarget }: MouseEvent<HTMLElement>) => {
    const section = currentTarget.closest('section');
    flushSync(() => unlock(run, task));
    section?.querySelector<HTMLElement>('input:checked')?.focus();
  };
  return (
    <Button kind="quiet" className={styles.change} onClick={change}>
      Change my answer
    </Button>
  );
}
