import type { Attempt, Judgement } from './attempt';
import { answerIn, type Task } from './define';
import { ranEdited } from './edited';
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

/**
 * Judges a task by its own traffic alone. A judgement is made of all the traffic there is, and told, with that traffic,
 * once the stage has shown it: no text, number or verdict comes before the wire.
 */
export class Judge {
  readonly #run: LessonRun;
  readonly #whenShown: NonNullable<JudgeOptions['whenShown']>;
  readonly #onMet: NonNullable<JudgeOptions['onMet']>;
  readonly #onTold: () => void;

  /** `onTold`: the stage has shown something that was judged earlier; there may be more by now. */
  constructor(run: LessonRun, { whenShown = atOnce, onMet = () => {} }: JudgeOptions, onTold: () => void) {
    this.#run = run;
    this.#whenShown = whenShown;
    this.#onMet = onMet;
    this.#onTold = onTold;
  }

  check(task: Task, taskRun: TaskRun): void {
    const { own, demonstrated } = taskRun;
    if (taskRun.hasBegun) {
      this.#check(task, own, (judgement, isNews) => {
        this.#noteVerdict(task, judgement);
        if (isNews) this.#noteDone(task, taskRun, judgement);
      });
    }
    if (demonstrated.hasBegun) {
      this.#check(task, demonstrated, ({ traffic }, isNews) => {
        if (isNews) this.#onMet(task, traffic);
      });
    }
  }

  /** Judges what there is, unless an earlier judgement still waits for the stage. */
  #check(task: Task, attempt: Attempt, tell: (judgement: Judgement, isNews: boolean) => void): void {
    if (attempt.pending) return;
    const judgement = this.#judge(task, attempt);
    let isTold = false;
    let hasWaited = false;
    const cancel = this.#whenShown(judgement.traffic, () => {
      isTold = true;
      const isNews = judgement.isMet && !attempt.isMet;
      const isOther = differs(attempt.told, judgement);
      attempt.pending = null;
      attempt.told = judgement;
      attempt.isMet ||= judgement.isMet;
      tell(judgement, isNews);
      if (hasWaited) this.#onTold();
      else if (isOther) this.#run.changed();
    });
    hasWaited = true;
    if (!isTold) attempt.pending = { judgement, cancel };
  }

  #judge(task: Task, { traffic, isMet }: Attempt): Judgement {
    const { prediction } = task;
    const lacks = isMet ? null : lacksOf(task, traffic, this.#run);
    const meets = isMet || (task.kind === 'experiment' ? task.until(traffic, this.#run) : lacks === null);
    const counted =
      meets && !isMet && task.kind === 'challenge' ? task.golf?.count(traffic, this.#run) : undefined;
    return {
      traffic,
      isMet: meets,
      lacks,
      wire: prediction ? answerIn(prediction.answers, prediction.verdict(traffic, this.#run)) : null,
      count: counted !== undefined && Number.isFinite(counted) ? counted : null,
    };
  }

  #noteDone(task: Task, taskRun: TaskRun, { traffic, count }: Judgement): void {
    const { progress } = this.#run;
    if (progress.isReady(task.id)) {
      progress.note(task.id, { isDone: true, ...this.#countTry(task, taskRun, count) });
    }
    this.#onMet(task, traffic);
  }

  /** Counts the try that has just met a challenge. The lowest count is the record. */
  #countTry({ id }: Task, taskRun: TaskRun, tried: number | null): Pick<TaskProgress, 'record'> {
    taskRun.isRetry = false;
    if (tried === null) return {};
    const before = this.#run.progress.ofTask(id).record ?? null;
    taskRun.tally = { tried, before };
    return { record: before === null ? tried : Math.min(before, tried) };
  }

  #noteVerdict({ id }: Task, { wire }: Judgement): void {
    const { progress } = this.#run;
    if (wire !== null && progress.isReady(id) && progress.ofTask(id).wire !== wire)
      progress.note(id, { wire });
  }
}

/** What is still awaited or missing in this traffic, in one sentence. */
export function lacksOf(task: Task, traffic: Traffic, run: LessonRun): string | null {
  if (task.kind === 'challenge') return task.missing(traffic, run);
  const awaited = task.waiting?.(traffic, run) ?? null;
  if (!isStuck(task, traffic, run)) return awaited;
  // A task without an action is done by editing: what it awaits says what to write.
  if (awaited !== null && !task.action) return awaited;
  return `${task.missing?.(traffic, run) ?? awaited ?? 'What is asked has not happened so far.'} ${EDITED}`;
}

const EDITED =
  'This code differs from what the step brought: keep editing, or press “Edit” and “Reset both ends”.';

/** Whether what the student wrote has been started, and nothing tells what is missing. */
function isStuck(task: Task, traffic: Traffic, run: LessonRun): boolean {
  return !run.tasks.isBusy(task.id) && ranEdited(run.lesson, task, traffic);
}

/** Whether a lesson would say something else. */
function differs(before: Judgement | null, { traffic, lacks }: Judgement): boolean {
  if (before === null || before.lacks !== lacks) return true;
  const { units, calls, code } = before.traffic;
  return (
    units.length !== traffic.units.length ||
    calls.length !== traffic.calls.length ||
    code.length !== traffic.code.length
  );
}

function atOnce(_traffic: Traffic, tell: () => void): () => void {
  tell();
  return () => {};
}
