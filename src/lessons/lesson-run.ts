import type { Capture } from '../capture/capture';
import type { LabSession } from '../lab/session';
import type { Selection } from '../timeline/pointing';
import { type Lesson, type Task, taskIn } from './define';
import { LessonDesks } from './lesson-desks';
import { paced } from './paced';
import { ProgressKeeper } from './progress-keeper';
import type { ProgressStore } from './progress-store';
import { TaskTraffic, type TaskTrafficOptions } from './task-traffic';

export interface LessonRunOptions extends Omit<TaskTrafficOptions, 'lab'> {
  readonly store: ProgressStore | null;
  /** The id of the step to begin with, instead of the one where the student left off. An unknown id is ignored. */
  readonly startAt?: string | null;
  /** Selects something on the stage, as a student would. */
  readonly select?: (selection: Selection) => void;
  /** Called when another step is about to be shown. */
  readonly onLeave?: () => void;
}

/** One student's run of one lesson in one lab: the progress, which task caused which traffic, and the programs. */
export class LessonRun {
  readonly lesson: Lesson;
  readonly capture: Capture;
  readonly progress: ProgressKeeper;
  readonly tasks: TaskTraffic;
  readonly desks: LessonDesks;
  /** Selects something on the stage, for a "show me" whose goal is a selection. */
  readonly select: (selection: Selection) => void;
  /** Grows with every change that is not in the capture. */
  revision = 0;
  readonly #onLeave: () => void;
  readonly #left = new Set<string>();
  readonly #unfolded = new Set<string>();
  readonly #choices = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  constructor(lesson: Lesson, lab: LabSession, capture: Capture, options: LessonRunOptions) {
    const { store, startAt = null, select = () => {}, onLeave = () => {}, ...rest } = options;
    this.lesson = lesson;
    this.capture = capture;
    this.select = select;
    this.#onLeave = onLeave;
    this.progress = new ProgressKeeper(lesson, { store, startAt, changed: () => this.changed() });
    this.tasks = new TaskTraffic(this, { ...rest, lab });
    this.desks = new LessonDesks(this, store);
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Tells the subscribers that something has changed. */
  changed(): void {
    this.revision += 1;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Watches the capture. The result stops it, and closes the lesson's connections and programs. */
  start(): () => void {
    const check = paced(() => this.tasks.check());
    const stop = this.capture.subscribe(check.run);
    return () => {
      stop();
      check.stop();
      this.tasks.release();
      this.desks.dispose();
    };
  }

  /** @throws RangeError when the lesson has no such task. */
  task(id: string): Task {
    return taskIn(this.lesson, id);
  }

  /** The answer that is chosen, and not locked in yet; null for none. */
  choiceOf(task: string): string | null {
    return this.#choices.get(task) ?? null;
  }

  /** Chooses an answer, by its key, without locking it in. */
  choose(task: string, answer: string): void {
    this.#choices.set(task, answer);
    this.changed();
  }

  /**
   * Locks the chosen answer in. What the task has made before, as the ground of another step, answers nothing: it is forgotten,
   * and to be run again.
   */
  lockIn(task: string): void {
    const choice = this.choiceOf(task);
    if (choice === null) return;
    if (this.tasks.isMet(task)) this.tasks.forget([task]);
    this.progress.predict(task, choice);
  }

  /** Whether the student has gone on from a task that is done to the next one. */
  isLeft(task: string): boolean {
    return this.#left.has(task);
  }

  /** Goes on from a task that is done to the next one of its step. */
  leave(task: string): void {
    this.#left.add(task);
    this.changed();
  }

  /** Whether the student has unfolded this optional task. */
  isUnfolded(task: string): boolean {
    return this.#unfolded.has(task);
  }

  /** Unfolds an optional task, or folds it again. */
  unfold(task: string, isUnfolded = true): void {
    if (isUnfolded === this.#unfolded.has(task)) return;
    if (isUnfolded) {
      // To unfold a task is to go on to it.
      for (const other of this.#unfolded) if (this.progress.ofTask(other).isDone) this.#left.add(other);
      this.#unfolded.add(task);
    } else this.#unfolded.delete(task);
    this.changed();
  }

  /** Shows another step. Closes what the previous step opened, unless another step reads it. */
  goTo(place: number): void {
    const needed = this.lesson.steps.map(({ needs }) => needs);
    const left = this.progress.step?.tasks ?? [];
    this.tasks.release(left.map(({ id }) => id).filter((id) => !needed.includes(id)));
    const desk = this.desks.current;
    this.#left.clear();
    this.#unfolded.clear();
    this.#onLeave();
    this.progress.goTo(place);
    if (desk !== this.desks.current) desk?.dispose();
  }

  /** Moves on with this step undone; it is marked as skipped until done. */
  skip(): void {
    if (!this.progress.step) return;
    this.progress.skipStep();
    this.goTo(this.progress.place + 1);
  }

  /** Forgets a step: its predictions, what was done, and what it has opened. */
  resetStep(): void {
    this.#forgetChoices();
    this.tasks.forget((this.progress.step?.tasks ?? []).map(({ id }) => id));
    this.progress.forgetStep();
  }

  /** Forgets the whole lesson. */
  reset(): void {
    this.#forgetChoices();
    this.tasks.forget();
    this.progress.forgetAll();
  }

  #forgetChoices(): void {
    this.#left.clear();
    this.#unfolded.clear();
    this.#choices.clear();
  }
}
