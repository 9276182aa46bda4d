import { answerIn, type Lesson, placeOfStep, type Step, taskIn } from './define';
import {
  type LessonProgress,
  NO_PROGRESS,
  readProgress,
  type TaskProgress,
  UNTOUCHED,
  writeProgress,
} from './progress';
import type { ProgressStore } from './progress-store';

interface Options {
  readonly store: ProgressStore | null;
  /** The id of the step to begin with, instead of the one where the student left off. An unknown id is ignored. */
  readonly startAt: string | null;
  readonly changed: () => void;
}

/** How far one student has come in one lesson: the step, the locked predictions, what is done. Kept in the store. */
export class ProgressKeeper {
  /** What is in the store. */
  stored: LessonProgress;
  readonly #lesson: Lesson;
  readonly #store: ProgressStore | null;
  readonly #changed: () => void;

  constructor(lesson: Lesson, { store, startAt, changed }: Options) {
    this.#lesson = lesson;
    this.#store = store;
    this.#changed = changed;
    const stored = readProgress(lesson.id, store);
    const step = placeOfStep(lesson, startAt) ?? this.#placeWithin(stored.step);
    this.stored = step === stored.step ? stored : { ...stored, step };
  }

  /** The index of the step that is shown; the number of steps at the recap. */
  get place(): number {
    return this.stored.step;
  }

  /** The step that is shown; null at the recap. */
  get step(): Step | null {
    return this.#lesson.steps[this.place] ?? null;
  }

  ofTask(id: string): TaskProgress {
    return this.stored.tasks[id] ?? UNTOUCHED;
  }

  /** Whether everything in it is done that is not optional. */
  isStepDone({ tasks }: Step): boolean {
    return tasks.every(({ id, isOptional }) => isOptional || this.ofTask(id).isDone);
  }

  isSkipped({ id }: Step): boolean {
    return this.stored.skipped.includes(id);
  }

  /** Whether the task can be done: it has no prediction, or the prediction is locked. */
  isReady(id: string): boolean {
    return taskIn(this.#lesson, id).prediction === undefined || this.ofTask(id).answer !== null;
  }

  /**
   * Locks an answer in; the first one counts.
   * @throws RangeError when the task's prediction has no such answer.
   */
  predict(id: string, answer: string): void {
    const answers = taskIn(this.#lesson, id).prediction?.answers ?? {};
    if (answerIn(answers, answer) === null) throw new RangeError(`task ${id} has no answer ${answer}`);
    if (this.ofTask(id).answer === null) this.note(id, { answer });
  }

  goTo(place: number): void {
    this.#save({ ...this.stored, step: this.#placeWithin(place) });
  }

  /** Remembers that the step was left undone, until it is done. */
  skipStep(): void {
    const { step } = this;
    if (step) this.#save({ ...this.stored, skipped: [...new Set([...this.stored.skipped, step.id])] });
  }

  /** Forgets what was predicted and done in the step that is shown. */
  forgetStep(): void {
    const { step, stored } = this;
    if (!step) return;
    const tasks = { ...stored.tasks };
    for (const { id } of step.tasks) delete tasks[id];
    this.#save({ ...stored, tasks, skipped: stored.skipped.filter((id) => id !== step.id) });
  }

  /** Forgets the whole lesson. */
  forgetAll(): void {
    this.#save(NO_PROGRESS);
  }

  /** Records what has changed in a task. */
  note(id: string, change: Partial<TaskProgress>): void {
    const tasks = { ...this.stored.tasks, [id]: { ...this.ofTask(id), ...change } };
    this.stored = { ...this.stored, tasks };
    const done = this.#lesson.steps.filter((step) => this.isStepDone(step)).map((step) => step.id);
    this.#save({ ...this.stored, skipped: this.stored.skipped.filter((step) => !done.includes(step)) });
  }

  #placeWithin(place: number): number {
    return Math.max(0, Math.min(place, this.#lesson.steps.length));
  }

  #save(progress: LessonProgress): void {
    this.stored = progress;
    if (progress !== NO_PROGRESS) {
      const { steps } = this.#lesson;
      const done = steps.filter((step) => this.isStepDone(step)).length;
      const changedAt = new Date().toISOString();
      this.stored = { ...progress, steps: { done, inAll: steps.length }, changedAt };
    }
    writeProgress(this.#lesson.id, this.stored, this.#store);
    this.#changed();
  }
}
