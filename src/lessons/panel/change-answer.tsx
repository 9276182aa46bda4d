import type { MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '../../ui/Button';
import { canChange, unlock } from '../change-answer';
import { useLesson } from '../use-lesson';
import styles from './prediction-view.module.css';

/** For whoever has second thoughts about a locked answer. */
export default function ChangeAnswer({ task }: { readonly task: string }) {
  const { run } = useLesson();
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
