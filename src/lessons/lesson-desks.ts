import { CodeDesk } from '../code/desk';
import { type TextStore, type Texts, textStore } from '../code/texts';
import type { LabSession } from '../lab/session';
import { tasksInHand } from './current-task';
import type { Step, Task } from './define';
import type { LessonRun } from './lesson-run';
import type { ProgressStore } from './progress-store';

/** The programs of a lesson: one desk for each step that brings code, shared by the steps after it that bring none. */
export class LessonDesks {
  readonly #run: LessonRun;
  readonly #store: ProgressStore | null;
  readonly #desks = new Map<string, CodeDesk>();

  constructor(run: LessonRun, store: ProgressStore | null) {
    this.#run = run;
    this.#store = store;
  }

  /** The step whose code stands beside the shown one; null before the first step with code. */
  get step(): Step | null {
    const { lesson, progress } = this.#run;
    return lesson.steps.findLast(({ code }, place) => code && place <= progress.place) ?? null;
  }

  /** The code at both ends beside the shown step; null before the first step with code. */
  get current(): CodeDesk | null {
    const { step } = this;
    if (!step?.code) return null;
    const existing = this.#desks.get(step.id);
    if (existing) return existing;
    const desk = new CodeDesk(step.code, this.#storeOf(step));
    this.#desks.set(step.id, desk);
    return desk;
  }

  /** What stands, or was left, at both ends in a step that brings code; null in one that brings none. */
  textsOf(step: Step): Texts | null {
    if (!step.code) return null;
    return this.#desks.get(step.id)?.texts ?? this.#storeOf(step).load() ?? step.code;
  }

  #storeOf({ id }: Step): TextStore {
    return textStore(`${this.#run.lesson.id}.${id}`, this.#store);
  }

  /** The open task, which a run of the code belongs to. */
  get task(): Task | null {
    const { progress, tasks } = this.#run;
    const all = progress.step ? tasksInHand(this.#run, progress.step) : [];
    return all.find(({ id }) => !progress.ofTask(id).isDone || tasks.isRetry(id)) ?? all.at(-1) ?? null;
  }

  /** Runs a part of the code for the open task. Programs already running count as that task's too. */
  async run(work: (lab: LabSession) => Promise<void>): Promise<void> {
    const { current, task } = this;
    if (!task) return;
    await this.#run.tasks.act(task.id, work);
    this.#run.tasks.claim(task.id, current?.running ?? []);
  }

  dispose(): void {
    for (const desk of this.#desks.values()) desk.dispose();
  }
}
