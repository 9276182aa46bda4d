import type { Capture } from '../capture/capture';
import { CodeDesk, textStore } from '../code/desk';
import type { LabSession } from '../lab/session';
import type { Unit } from '../protocol/unit';
import type { Selection } from '../timeline/pointing';
import { type Act, answerIn, type Lesson, type Step, type Task } from './define';
import {
  type LessonProgress,
  NO_PROGRESS,
  readProgress,
  type TaskProgress,
  UNTOUCHED,
  writeProgress,
} from './progress';
import type { ProgressStore } from './progress-store';
import { type Tally, TaskRun } from './task-run';
import { trackLab } from './tracked-lab';
import { openerOf, type Traffic } from './traffic';

export interface LessonRunOptions {
  readonly store: ProgressStore | null;
  /** Called before anything goes onto the wire: what is made now is what one wants to watch. */
  readonly onAct?: () => void;
  /** Calls `tell` when the stage has shown this traffic; the result gives up. At once without it. */
  readonly whenShown?: (traffic: Traffic, tell: () => void) => () => void;
  /** The id of the step to begin with, instead of the one where the student was; unknown ones are as none. */
  readonly startAt?: string | null;
  /** Selects something on the stage, as a student would. */
  readonly select?: (selection: Selection) => void;
  /** Called when a task's condition is met by its own traffic, or by what "show me" made. */
  readonly onMet?: (task: Task, traffic: Traffic) => void;
}

/**
 * One student's way through one lesson in one lab: the step, the locked predictions, and which traffic each task's own
 * action has caused. Conditions are judged on that traffic alone; progress outlives the page, traffic does not.
 */
export class LessonRun {
  readonly lesson: Lesson;
  readonly capture: Capture;
  progress: LessonProgress;
  /** Grows with every change of what is not in the capture. */
  revision = 0;
  readonly #lab: LabSession;
  readonly #store: ProgressStore | null;
  readonly #onMet: NonNullable<LessonRunOptions['onMet']>;
  readonly #select: NonNullable<LessonRunOptions['select']>;
  readonly #onAct: () => void;
  readonly #whenShown: NonNullable<LessonRunOptions['whenShown']>;
  readonly #tasks = new Map<string, TaskRun>();
  readonly #desks = new Map<string, CodeDesk>();
  readonly #listeners = new Set<() => void>();

  constructor(
    lesson: Lesson,
    lab: LabSession,
    capture: Capture,
    {
      store,
      startAt = null,
      onMet = () => {},
      select = () => {},
      onAct = () => {},
      whenShown = atOnce,
    }: LessonRunOptions,
  ) {
    this.lesson = lesson;
    this.capture = capture;
    this.#lab = lab;
    this.#store = store;
    this.#onMet = onMet;
    this.#select = select;
    this.#onAct = onAct;
    this.#whenShown = whenShown;
    const progress = readProgress(lesson.id, store);
    const step = placeOfStep(lesson, startAt) ?? Math.max(0, Math.min(progress.step, lesson.steps.length));
    this.progress = step === progress.step ? progress : { ...progress, step };
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Watches the capture until the result is called, which also ends what the lesson has opened. */
  readonly start = () => {
    const stop = this.capture.subscribe(() => this.check());
    return () => {
      stop();
      for (const run of this.#tasks.values()) run.release();
      for (const desk of this.#desks.values()) desk.dispose();
    };
  };

  /** Null at the recap. */
  get step(): Step | null {
    return this.lesson.steps[this.progress.step] ?? null;
  }

  /** What is written and runs at both ends beside this step; null where the lesson has no code (yet). */
  get desk(): CodeDesk | null {
    const { steps } = this.lesson;
    const place = steps.findLastIndex(({ code }, at) => code && at <= this.progress.step);
    const step = steps[place];
    if (!step?.code) return null;
    const known = this.#desks.get(step.id);
    if (known) return known;
    const desk = new CodeDesk(step.code, textStore(`${this.lesson.id}.${step.id}`, this.#store));
    this.#desks.set(step.id, desk);
    return desk;
  }

  /** The task that a run of the code belongs to: the one that is open. */
  get codeTask(): Task | null {
    const tasks = this.step?.tasks ?? [];
    return tasks.find(({ id }) => !this.taskProgress(id).isDone || this.isRetry(id)) ?? tasks.at(-1) ?? null;
  }

  hasTask(id: string): boolean {
    return this.lesson.steps.some(({ tasks }) => tasks.some((task) => task.id === id));
  }

  /** The task whose own action caused this unit; null when it was none's. */
  taskOf(unit: Unit): string | null {
    const opener = openerOf(this.capture, unit);
    if (opener === null) return null;
    for (const [id, { openers }] of this.#tasks) if (openers.has(opener)) return id;
    return null;
  }

  task(id: string): Task {
    const task = this.lesson.steps.flatMap(({ tasks }) => tasks).find((other) => other.id === id);
    if (!task) throw new RangeError(`no task ${id} in ${this.lesson.id}`);
    return task;
  }

  taskProgress(id: string): TaskProgress {
    return this.progress.tasks[id] ?? UNTOUCHED;
  }

  /** What the task's own action has caused since it was last begun. */
  traffic(id: string): Traffic {
    return this.#runOf(id).own;
  }

  /** What its "show me" has caused. */
  shownTraffic(id: string): Traffic {
    return this.#runOf(id).shown;
  }

  /** Met by this run's traffic: stronger than done, which may have been on an earlier day. */
  isMet(id: string): boolean {
    return this.#tasks.get(id)?.isMet ?? false;
  }

  isBusy(id: string): boolean {
    return this.#tasks.get(id)?.isBusy ?? false;
  }

  /** Met already, but the stage is still showing it. */
  isBeingShown(id: string): boolean {
    return this.#tasks.get(id)?.waiting != null;
  }

  /** The calls that any "show me" of this lesson has made. */
  wasShown(opener: number): boolean {
    return [...this.#tasks.values()].some(({ shownOpeners }) => shownOpeners.has(opener));
  }

  /** What the try that met a challenge counts, and the record before it; null where nothing is counted, or met. */
  tally(id: string): Tally | null {
    return this.#tasks.get(id)?.tally ?? null;
  }

  /** Whether a challenge that is done is being done anew, for a better count. */
  isRetry(id: string): boolean {
    return this.#tasks.get(id)?.isRetry ?? false;
  }

  failure(id: string): string | null {
    return this.#tasks.get(id)?.failure ?? null;
  }

  isStepDone(step: Step): boolean {
    return step.tasks.every(({ id }) => this.taskProgress(id).isDone);
  }

  /** What the step before has opened is closed, unless another step reads it. */
  goTo(step: number): void {
    const last = this.lesson.steps.length;
    const needed = this.lesson.steps.map(({ needs }) => needs);
    for (const { id } of this.step?.tasks ?? []) if (!needed.includes(id)) this.#tasks.get(id)?.release();
    const { desk } = this;
    this.#save({ ...this.progress, step: Math.max(0, Math.min(step, last)) });
    if (desk !== this.desk) desk?.dispose();
  }

  /** Goes on without the doing; remembered until it is done. */
  skip(): void {
    const { step } = this;
    if (!step) return;
    const skipped = [...new Set([...this.progress.skipped, step.id])];
    this.#save({ ...this.progress, skipped });
    this.goTo(this.progress.step + 1);
  }

  /** Locks an answer in; the first one counts. */
  predict(id: string, answer: string): void {
    const { prediction } = this.task(id);
    if (!prediction || answerIn(prediction.answers, answer) === null)
      throw new RangeError(`task ${id} has no answer ${answer}`);
    if (this.taskProgress(id).answer === null) this.#note(id, { answer });
  }

  /** True once nothing stands before the task's action. */
  isReady(id: string): boolean {
    return this.task(id).prediction === undefined || this.taskProgress(id).answer !== null;
  }

  /** Does the task anew: what its earlier tries opened is closed and counts no longer. */
  restart(id: string, act: Act): Promise<void> {
    this.#runOf(id).forgetOwn();
    return this.act(id, act);
  }

  /** Selects something on the stage: what "show me" does where a goal is to select. */
  select(selection: Selection): void {
    this.#select(selection);
  }

  /**
   * Keeps what a task's own controls have shown the student that is no traffic: the run of a model. It is judged like
   * traffic, and nothing is kept before the prediction is locked.
   */
  witness(id: string, shown: unknown): void {
    if (!this.isReady(id)) return;
    this.#runOf(id).witnessed = shown;
    this.check();
    this.#change();
  }

  /** What a task's own controls have shown since it was last begun; null while nothing. */
  witnessed(id: string): unknown {
    return this.#tasks.get(id)?.witnessed ?? null;
  }

  /** Begins a challenge that is done anew, to beat its record: it stays done, and only traffic from now on counts. */
  beat(id: string): void {
    const run = this.#runOf(id);
    run.forgetOwn();
    run.isRetry = true;
    this.#change();
  }

  /** Does something for the task. Nothing happens before its prediction is locked. */
  async act(id: string, act: Act): Promise<void> {
    if (this.isReady(id)) await this.#perform(id, act, 'own');
  }

  /** Runs a part of the code for the task that is open: what runs beside it, and goes on, is then that task's, too. */
  async runCode(work: (lab: LabSession) => Promise<void>): Promise<void> {
    const { codeTask, desk } = this;
    if (!codeTask) return;
    await this.act(codeTask.id, work);
    const run = this.#runOf(codeTask.id);
    for (const { openers, run: number } of desk?.running ?? []) {
      for (const opener of openers) run.openers.add(opener);
      if (!run.runs.some((one) => one.end === 'client' && one.run === number)) {
        run.runs.push({ end: 'client', run: number });
      }
    }
    this.check();
    this.#change();
  }

  /** Makes the traffic that a later step reads, without its prediction: that is no doing of the task. */
  async prepare(id: string): Promise<void> {
    const { action } = this.task(id);
    const run = this.#runOf(id);
    run.forgetOwn();
    if (action) await this.#perform(id, action.run, 'own');
  }

  /** Performs a challenge in front of the student. It does not count. */
  async showMe(id: string): Promise<void> {
    const task = this.task(id);
    if (task.kind !== 'challenge') return;
    const run = this.#runOf(id);
    run.shownOpeners.clear();
    run.shownRuns.length = 0;
    run.isShownMet = false;
    this.#note(id, { isShown: true });
    await this.#perform(id, task.showMe, 'shown');
  }

  /** Forgets a step: its predictions, what was done, and what it has opened. */
  resetStep(): void {
    const { step } = this;
    if (!step) return;
    const tasks = { ...this.progress.tasks };
    for (const { id } of step.tasks) {
      this.#tasks.get(id)?.release();
      this.#tasks.delete(id);
      delete tasks[id];
    }
    const skipped = this.progress.skipped.filter((id) => id !== step.id);
    this.#save({ ...this.progress, tasks, skipped });
  }

  /** Forgets the whole lesson. */
  reset(): void {
    for (const run of this.#tasks.values()) run.release();
    this.#tasks.clear();
    this.#save(NO_PROGRESS);
  }

  /** Judges every task that has traffic. */
  check(): void {
    for (const [id, run] of this.#tasks) {
      const task = this.task(id);
      if (run.waiting) continue;
      const hasBegun = run.openers.size + run.runs.length > 0 || run.witnessed !== null;
      if (!run.isMet && hasBegun && isMetBy(task, this.traffic(id), this)) this.#reveal(id, run);
      else this.#noteVerdict(id);
      const wasShown = run.shownOpeners.size + run.shownRuns.length > 0;
      if (!run.isShownMet && wasShown && isMetBy(task, this.shownTraffic(id), this)) {
        run.isShownMet = true;
        this.#onMet(task, this.shownTraffic(id));
      }
    }
  }

  #reveal(id: string, run: TaskRun): void {
    let isTold = false;
    const giveUp = this.#whenShown(this.traffic(id), () => {
      isTold = true;
      run.waiting = null;
      run.isMet = true;
      this.#noteVerdict(id);
      if (this.isReady(id)) this.#note(id, { isDone: true, ...this.#count(id, run) });
      this.#onMet(this.task(id), this.traffic(id));
    });
    if (!isTold) run.waiting = giveUp;
  }

  /** Counts the try that has just met a challenge; the fewest is the record. */
  #count(id: string, run: TaskRun): Pick<TaskProgress, 'record'> {
    const task = this.task(id);
    const tried = task.kind === 'challenge' ? task.golf?.count(this.traffic(id), this) : undefined;
    run.isRetry = false;
    if (tried === undefined || !Number.isFinite(tried)) return {};
    const before = this.taskProgress(id).record ?? null;
    run.tally = { tried, before };
    return { record: before === null ? tried : Math.min(before, tried) };
  }

  #noteVerdict(id: string): void {
    if (!this.isReady(id)) return;
    const { prediction } = this.task(id);
    const wire = prediction ? answerIn(prediction.answers, prediction.verdict(this.traffic(id), this)) : null;
    if (wire !== null && this.taskProgress(id).wire !== wire) this.#note(id, { wire });
  }

  async #perform(id: string, act: Act, as: 'own' | 'shown'): Promise<void> {
    const run = this.#runOf(id);
    const openers = as === 'own' ? run.openers : run.shownOpeners;
    const runs = as === 'own' ? run.runs : run.shownRuns;
    run.isBusy = true;
    run.failure = null;
    this.#onAct();
    this.#change();
    const lab = trackLab(this.#lab, {
      opened: (opener) => void openers.add(opener),
      ran: (one) => void runs.push(one),
      socket: (socket) => run.open.add(socket),
      raw: (raw) => run.open.add(raw),
      events: (events) => run.open.add(events),
      socketIo: (socket) => run.open.add(socket),
    });
    try {
      const before = this.capture.calls.length;
      const done = act(lab, this);
      // What is written down before it first waits is its own, too: code that fails opens nothing.
      for (const call of this.capture.calls.slice(before)) if (call.id === call.opener) openers.add(call.id);
      await done;
    } catch (error) {
      run.failure = error instanceof Error ? error.message : String(error);
    }
    run.isBusy = false;
    this.check();
    this.#change();
  }

  #runOf(id: string): TaskRun {
    const known = this.#tasks.get(id);
    if (known) return known;
    const run = new TaskRun(this.capture);
    this.#tasks.set(id, run);
    return run;
  }

  #note(id: string, change: Partial<TaskProgress>): void {
    const tasks = { ...this.progress.tasks, [id]: { ...this.taskProgress(id), ...change } };
    const isDone = (step: Step) => step.tasks.every((task) => tasks[task.id]?.isDone);
    const done = this.lesson.steps.filter(isDone).map((step) => step.id);
    const skipped = this.progress.skipped.filter((step) => !done.includes(step));
    this.#save({ ...this.progress, tasks, skipped });
  }

  #save(progress: LessonProgress): void {
    this.progress = progress;
    if (progress !== NO_PROGRESS) {
      const { steps } = this.lesson;
      const done = steps.filter((step) => this.isStepDone(step)).length;
      this.progress = {
        ...progress,
        steps: { done, inAll: steps.length },
        changedAt: new Date().toISOString(),
      };
    }
    writeProgress(this.lesson.id, this.progress, this.#store);
    this.#change();
  }

  #change(): void {
    this.revision += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** In links, the recap goes by this name. */
export const RECAP = 'recap';

/** The index of the step with this id, one past the last for the recap; null when there is none such. */
export function placeOfStep({ steps }: Lesson, id: string | null): number | null {
  const place = steps.findIndex((step) => step.id === id);
  if (place !== -1) return place;
  return id === RECAP ? steps.length : null;
}

function atOnce(_traffic: Traffic, tell: () => void): () => void {
  tell();
  return () => {};
}

function isMetBy(task: Task, traffic: Traffic, run: LessonRun): boolean {
  return task.kind === 'experiment' ? task.until(traffic, run) : task.missing(traffic, run) === null;
}
