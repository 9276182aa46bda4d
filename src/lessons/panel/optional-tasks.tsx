import type { Step, Task } from '../define';
import { useLesson } from '../use-lesson';
import styles from './lesson-panel.module.css';
import { TaskView } from './task-view';

interface Props {
  readonly step: Step;
  /** The task that the step is at. */
  readonly at: Task;
}

/** The tasks beyond the core of a step, each folded until the student has time for it. */
export default function OptionalTasks({ step, at }: Props) {
  const { run } = useLesson();
  return step.tasks
    .filter(({ isOptional }) => isOptional)
    .map((task) => {
      const isUnfolded = run.isUnfolded(task.id);
      return (
        <li key={task.id} data-task={task.id} data-current={task === at || undefined}>
          <details
            className={styles.optional}
            open={isUnfolded}
            onToggle={({ currentTarget }) => run.unfold(task.id, currentTarget.open)}
          >
            <summary>
              <span>If you have time:</span> {task.title}
              {run.progress.ofTask(task.id).isDone && ' (done)'}
            </summary>
            {isUnfolded && <TaskView task={task} hasFigure={step.Figure !== undefined && task === at} />}
          </details>
        </li>
      );
    });
}
