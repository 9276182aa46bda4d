import { answerIn, type Task } from './define';
import type { LessonRun } from './lesson-run';
import type { TaskProgress } from './progress';
import type { TaskRun } from './task-run';
import type { Traffic } from './traffic';

/** When to report a result, and to whom. */
export interface JudgeOptions {
  /** Calls `tell` when the stage has shown this traffic, or at once by default. The result cancels it. */
  readonly whenShown?: (traffic: Traffic, tell: () => void) => () => void;
  /** Called when a task's condition is met by its own traffic, or by what "show me" made. */
  readonly onMet?: (task: Task, traffic: Traffic) => void;
}

/** Judges a task by its own traffic alone, and writes the result into the progress once the stage has shown it. */
export class Judge {
  readonly #run: LessonRun;
  readonly #whenShown: NonNullable<JudgeOptions['whenShown']>;
  readonly #onMet: NonNullable<JudgeOptions['onMet']>;

  constructor(run: LessonRun, { whenShown = atOnce, onMet = () => {} }: JudgeOptions) {
    this.#run = run;
    this.#whenShown = whenShown;
    this.#onMet = onMet;
  }

  check(task: Task, taskRun: TaskRun): void {
    if (taskRun.waiting) return;
    if (!taskRun.isMet && taskRun.hasBegun && this.#isMetBy(task, taskRun.own)) this.#reveal(task, taskRun);
    else this.#noteVerdict(task, taskRun);
    if (!taskRun.isShownMet && taskRun.wasShown && this.#isMetBy(task, taskRun.shown)) {
      taskRun.isShownMet = true;
      this.#onMet(task, taskRun.shown);
    }
  }

  #isMetBy(task: Task, traffic: Traffic): boolean {
    if (task.kind === 'experiment') return task.until(traffic, this.#run);
    return task.missing(traffic, this.#run) === null;
  }

  #reveal(task: Task, taskRun: TaskRun): void {
    const { progress } = this.#run;
    let isTold = false;
    const giveUp = this.#whenShown(taskRun.own, () => {
      isTold = true;
      taskRun.waiting = null;
      taskRun.isMet = true;
      this.#noteVerdict(task, taskRun);
      if (progress.isReady(task.id)) progress.note(task.id, { isDone: true, ...this.#count(task, taskRun) });
      this.#onMet(task, taskRun.own);
    });
    if (!isTold) taskRun.waiting = giveUp;
  }

  /** Counts the try that has just met a challenge. The lowest count is the record. */
  #count(task: Task, taskRun: TaskRun): Pick<TaskProgress, 'record'> {
    const tried = task.kind === 'challenge' ? task.golf?.count(taskRun.own, this.#run) : undefined;
    taskRun.isRetry = false;
    if (tried === undefined || !Number.isFinite(tried)) return {};
    const before = this.#run.progress.ofTask(task.id).record ?? null;
    taskRun.tally = { tried, before };
    return { record: before === null ? tried : Math.min(before, tried) };
  }

  #noteVerdict({ id, prediction }: Task, { own }: TaskRun): void {
    const { progress } = this.#run;
    if (!prediction || !progress.isReady(id)) return;
    const wire = answerIn(prediction.answers, prediction.verdict(own, this.#run));
    if (wire !== null && progress.ofTask(id).wire !== wire) progress.note(id, { wire });
  }
}

function atOnce(_traffic: Traffic, tell: () => void): () => void {
  tell();
  return () => {};
}
