import { durationOf } from '../duration';
import { LAYER_OF_PART } from '../layer-of-part';
import { useLesson } from '../use-lesson';
import styles from './lesson-panel.module.css';

/** The current place: the part, the step, and a dot that leads to each step. */
export function Eyebrow() {
  const { run } = useLesson();
  const { lesson, progress } = run;
  const total = lesson.steps.length;
  const layer = LAYER_OF_PART[lesson.part];
  return (
    <div className={styles.eyebrow}>
      <p>
        <span className={styles.part} data-layer={layer}>
          {lesson.part}
        </span>{' '}
        · {progress.place < total ? `step ${progress.place + 1} of ${total}` : 'the end'}
      </p>
      <nav aria-label="Steps of this lesson">
        <ol className={styles.dots}>
          {lesson.steps.map((step, index) => (
            <li key={step.id}>
              <button
                type="button"
                className={styles.dot}
                data-state={stateOf(run.progress.isStepDone(step), progress.isSkipped(step))}
                aria-current={index === progress.place ? 'step' : undefined}
                aria-label={`Step ${index + 1}: ${step.title} (${stateOf(run.progress.isStepDone(step), progress.isSkipped(step))})`}
                onClick={() => run.goTo(index)}
              />
            </li>
          ))}
        </ol>
      </nav>
      {/* After the dots: a longer line before them would move them in this step alone. */}
      {progress.place === 0 && <p>{durationOf(lesson)}</p>}
    </div>
  );
}

function stateOf(isDone: boolean, isSkipped: boolean): 'done' | 'skipped' | 'to do' {
  if (isDone) return 'done';
  return isSkipped ? 'skipped' : 'to do';
}
