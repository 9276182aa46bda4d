import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { usePlaybackMode } from '../../timeline/use-playback';
import { Button } from '../../ui/Button';
import { MovedHere } from '../../ui/movable';
import type { Task } from '../define';
import { useLesson } from '../use-lesson';
import { PredictionView } from './prediction-view';
import styles from './task-view.module.css';

/** No lesson begins with a challenge. */
const ChallengeState = lazy(() => import('./challenge-state'));

interface Props {
  readonly task: Task;
  /** The step's drawing is for this task. */
  readonly hasFigure: boolean;
}

/** One task: predict, do, see. */
export function TaskView({ task, hasFigure }: Props) {
  const { run, figure } = useLesson();
  const isReady = run.progress.isReady(task.id);
  const feedback = useRef<HTMLDivElement>(null);
  const [isSaying, setSaying] = useState(task.kind !== 'challenge');
  useInSight(feedback, isSaying);
  const isMet = run.tasks.isMet(task.id);
  const { isDone } = run.progress.ofTask(task.id);
  return (
    <section className={styles.task} aria-label={task.title}>
      {task.title && !task.isOptional && <h2 className={styles.title}>{task.title}</h2>}
      {task.code && <pre className={styles.code}>{task.code}</pre>}
      {task.kind === 'challenge' && <p className={styles.goal}>{task.goal}</p>}
      {task.prediction && <PredictionView task={task.id} prediction={task.prediction} />}
      {task.Controls && <task.Controls task={task.id} isReady={isReady} />}
      {hasFigure && figure.isInline && <MovedHere element={figure.element} className={styles.figure} />}
      <Action task={task} isReady={isReady} />
      {run.tasks.isBeingShown(task.id) && <OnStage />}
      <div ref={feedback} aria-live="polite">
        <Failure task={task} />
        <Suspense>
          {task.kind === 'challenge' && <ChallengeState task={task} onShown={() => setSaying(true)} />}
        </Suspense>
        {task.kind === 'experiment' && !isMet && <Waiting task={task} />}
        {isMet && task.See && (
          <div className={styles.see}>
            <task.See />
          </div>
        )}
        {isDone && !isMet && !run.tasks.hasBegun(task.id) && !run.tasks.isRetry(task.id) && (
          <p className={styles.state}>Done on an earlier visit; do it again to see this run’s bytes.</p>
        )}
      </div>
    </section>
  );
}

/** The result is there, and the stage still tells how it came: it can be skipped, or must be played on. The wire is in sight in any layout. */
function OnStage() {
  const { playback } = useLesson();
  const isPaused = usePlaybackMode(playback) === 'paused';
  return (
    <p className={styles.onStage}>
      {isPaused ? 'The stage is paused before the result.' : 'The wire is still showing it.'}{' '}
      <Button kind="quiet" onClick={() => playback.goLive()}>
        Show the result now
      </Button>
    </p>
  );
}

/**
 * Brings what comes to be said within this element into sight: the press that caused it may have been elsewhere. What stands
 * there at first (`isSaying` is false until it does) is left where it is: a step is read from its title.
 */
function useInSight(box: RefObject<HTMLElement | null>, isSaying: boolean): void {
  useEffect(() => {
    const all = box.current;
    if (!all || !isSaying) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const observer = new MutationObserver((changes) => {
      // What is said may have to be fetched: its box is there before, and empty.
      const said = changes
        .flatMap(({ target, addedNodes }) => (target === all ? [...addedNodes] : [target]))
        .findLast((node) => node.parentNode === all);
      if (said instanceof HTMLElement) {
        said.scrollIntoView({ block: 'nearest', behavior: isStill ? 'auto' : 'smooth' });
      }
    });
    observer.observe(all, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [box, isSaying]);
}

function Action({ task, isReady }: { readonly task: Task; readonly isReady: boolean }) {
  const { run } = useLesson();
  const { action, id } = task;
  if (!action) return null;
  const isDone = run.progress.ofTask(id).isDone;
  return (
    <div
      className={styles.actions}
      data-next
      data-done={isDone || undefined}
      data-waits={!isReady || undefined}
    >
      <Button
        kind={isDone ? 'plain' : 'primary'}
        disabled={!isReady || run.tasks.isBusy(id)}
        onClick={() => void run.tasks.restart(id, action.run)}
      >
        {isDone ? `${action.label} again` : action.label}
      </Button>
      {!isReady && <span className={styles.state}>after your prediction</span>}
    </div>
  );
}

function Failure({ task }: { readonly task: Task }) {
  const { run } = useLesson();
  const failure = run.tasks.failure(task.id);
  return failure === null ? null : <p className={styles.failure}>{failure}</p>;
}

function Waiting({ task }: { readonly task: Task }) {
  const { run } = useLesson();
  const text = run.tasks.lacks(task.id);
  return text ? <p className={styles.state}>{text}</p> : null;
}
