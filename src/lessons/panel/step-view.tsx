import { lazy, type RefObject, Suspense } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { Button } from '../../ui/Button';
import { currentTaskOf } from '../current-task';
import type { Step } from '../define';
import { useLesson } from '../use-lesson';
import { Eyebrow } from './eyebrow';
import styles from './lesson-panel.module.css';
import { TaskView } from './task-view';

/** No step begins with them. */
const SourcesView = lazy(() => import('./sources-view'));
const MissingGround = lazy(() => import('./missing-ground'));
const InTheWayNote = lazy(() => import('./in-the-way-note'));
const BesideStep = lazy(() => import('./beside-step'));
const OptionalTasks = lazy(() => import('./optional-tasks'));

interface Props {
  readonly step: Step;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly onNavigate: (path: string) => void;
}

/** One step: its prose, its tasks one after the other, and the way on. */
export function StepView({ step, heading, onNavigate }: Props) {
  const { run } = useLesson();
  const core = step.tasks.filter(({ isOptional }) => !isOptional);
  const current = core.findIndex(({ id }) => !run.progress.ofTask(id).isDone);
  const at = currentTaskOf(run, step);
  const next = core[current];
  // The figure still acts for the goal that was met just now: the one after it would not count what it does.
  const isHeld = step.Figure && next?.kind === 'challenge' && !next.Controls && at !== next;
  const visible = next ? core.slice(0, current + (isHeld ? 0 : 1)) : core;
  return (
    <section className={styles.panel} aria-label={`Lesson: ${run.lesson.title}`}>
      <div className={styles.scroll} data-scroll>
        <Eyebrow />
        <h1 ref={heading} className={styles.title} tabIndex={-1}>
          {step.title}
        </h1>
        <Suspense>
          {step.needs !== undefined && <MissingGround task={step.needs} />}
          <InTheWayNote />
        </Suspense>
        <div className={styles.prose}>
          <step.Prose />
        </div>
        <ol className={styles.tasks}>
          {visible.map((task) => (
            <li key={task.id} data-task={task.id} data-current={task === at || undefined}>
              <TaskView task={task} hasFigure={step.Figure !== undefined && task === at} />
            </li>
          ))}
          <Suspense>
            {current === -1 && core.length < step.tasks.length && <OptionalTasks step={step} at={at} />}
          </Suspense>
        </ol>
        <Suspense>
          <BesideStep step={step} onNavigate={onNavigate} />
        </Suspense>
        {/* Before a step is done, they would give its answers away. */}
        {run.progress.isStepDone(step) && (
          <Suspense>
            <SourcesView step={step.id} />
          </Suspense>
        )}
      </div>
      <StepFigure step={step} />
      <WayOn step={step} />
    </section>
  );
}

/** The step's drawing, wherever it is shown. */
function StepFigure({ step: { Figure, ...step } }: { readonly step: Step }) {
  const { run, figure } = useLesson();
  if (!Figure) return null;
  const { id } = currentTaskOf(run, step);
  return createPortal(
    <Suspense>
      <Figure task={id} isReady={run.progress.isReady(id)} />
    </Suspense>,
    figure.element,
  );
}

/** In a step with several tasks, leads from a finished one to the one opened below. */
function Onward({ step }: { readonly step: Step }) {
  const { run } = useLesson();
  const core = step.tasks.filter(({ isOptional }) => !isOptional);
  const done = core.filter(({ id }) => run.progress.ofTask(id).isDone).length;
  const next = core[done];
  if (done === 0 || !next) return null;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return (
    <Button
      onClick={(event) => {
        flushSync(() => run.leave(core[done - 1]!.id));
        const panel = event.currentTarget.closest('section');
        const task = panel?.querySelector<HTMLElement>(`[data-task="${next.id}"]`);
        task?.scrollIntoView({ block: 'start', behavior: isStill ? 'auto' : 'smooth' });
        task?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
      }}
    >
      Go on: {done + 1} of {core.length}
    </Button>
  );
}

function WayOn({ step }: { readonly step: Step }) {
  const { run } = useLesson();
  const { place } = run.progress;
  const isDone = run.progress.isStepDone(step);
  const isTouched = step.tasks.some(({ id }) => run.progress.stored.tasks[id]);
  return (
    <footer className={styles.way}>
      {place > 0 && <Button onClick={() => run.goTo(place - 1)}>Back</Button>}
      {isTouched && (
        <Button kind="quiet" onClick={() => run.resetStep()}>
          Start again
        </Button>
      )}
      <span className={styles.gap} />
      <Onward step={step} />
      {isDone ? (
        <Button kind="primary" onClick={() => run.goTo(place + 1)}>
          {place + 1 === run.lesson.steps.length ? 'To the end' : 'Next'}
        </Button>
      ) : (
        <Button kind="quiet" onClick={() => run.skip()}>
          {run.progress.isSkipped(step) ? 'Skip again' : 'Skip'}
        </Button>
      )}
    </footer>
  );
}
