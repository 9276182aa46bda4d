import type { LabSession } from '../lab/session';
import type { Unit } from '../protocol/unit';
import { type Act, taskIn } from './define';
import { Judge, type JudgeOptions, lacksOf } from './judge';
import type { LessonRun } from './lesson-run';
import { paced } from './paced';
import { type Tally, TaskRun } from './task-run';
import { trackLab } from './tracked-lab';
import { openerOf, type ProgramRun, type Traffic } from './traffic';

export interface TaskTrafficOptions extends JudgeOptions {
  readonly lab: LabSession;
  /** Called before anything goes onto the wire, so that the stage can go live. */
  readonly onAct?: () => void;
  /** Whether the stage takes more time than the wire, or stands still; by default it does not. */
  readonly isSlow?: () => boolean;
}

/** A program that keeps running, with the calls that opened its connections. */
type Running = Pick<ProgramRun, 'run'> & { readonly openers: Iterable<number> };

const STAGE_IS_LATER = 'The wire is still showing it.';

/** Knows which traffic each task's own action has caused in this lab. Lost when the page is left. */
export class TaskTraffic {
  readonly #run: LessonRun;
  readonly #lab: LabSession;
  readonly #judge: Judge;
  readonly #onAct: () => void;
  readonly #isSlow: () => boolean;
  readonly #tasks = new Map<string, TaskRun>();

  constructor(
    run: LessonRun,
    { lab, onAct = () => {}, isSlow = () => false, ...judging }: TaskTrafficOptions,
  ) {
    this.#run = run;
    this.#lab = lab;
    this.#onAct = onAct;
    this.#isSlow = isSlow;
    const goOn = paced(() => this.#settled());
    this.#judge = new Judge(run, judging, goOn.run);
  }

  /** What the task's own action has caused since it was last begun, as far as the stage has shown it. */
  traffic(id: string): Traffic {
    return this.#runOf(id).own.shown;
  }

  /** The same of its "show me". */
  shownTraffic(id: string): Traffic {
    return this.#runOf(id).demonstrated.shown;
  }

  /** All that the task's own action has caused, before the stage has shown it: for links, which only name units. */
  caused(id: string): Traffic {
    return this.#runOf(id).own.traffic;
  }

  /** The task whose own action caused this unit; null when no task did. */
  taskOf(unit: Unit): string | null {
    const opener = openerOf(this.#run.capture, unit);
    if (opener === null) return null;
    for (const [id, { own }] of this.#tasks) if (own.openers.has(opener)) return id;
    return null;
  }

  /** Whether any "show me" of this lesson has made this call. */
  wasShown(opener: number): boolean {
    return [...this.#tasks.values()].some(({ demonstrated }) => demonstrated.openers.has(opener));
  }

  /** Whether this run's traffic has met the task; a task can also be done since an earlier visit. */
  isMet(id: string): boolean {
    return this.#tasks.get(id)?.own.isMet ?? false;
  }

  isBusy(id: string): boolean {
    return this.#tasks.get(id)?.isBusy ?? false;
  }

  /** What the task still awaits or misses by what the stage has shown, in one sentence; null for nothing. */
  lacks(id: string): string | null {
    const { own } = this.#runOf(id);
    if (own.isMet || own.pending?.judgement.isMet) return null;
    return own.isOutdated ? STAGE_IS_LATER : this.#lacksShown(id);
  }

  /** Whether the task is met, but the stage is still showing the traffic. */
  isBeingShown(id: string): boolean {
    const taskRun = this.#tasks.get(id);
    return taskRun?.own.isMet === false && taskRun.own.pending?.judgement.isMet === true;
  }

  /** The count of the try that met a challenge, and the record before it; null when nothing is counted or met. */
  tally(id: string): Tally | null {
    return this.#tasks.get(id)?.tally ?? null;
  }

  /** Whether it has been begun on this visit. */
  hasBegun(id: string): boolean {
    return this.#tasks.get(id)?.hasBegun ?? false;
  }

  /** Whether a challenge that is done is being tried again, for a better count. */
  isRetry(id: string): boolean {
    return this.#tasks.get(id)?.isRetry ?? false;
  }

  failure(id: string): string | null {
    return this.#tasks.get(id)?.failure ?? null;
  }

  /** What a task's own controls have shown since it was last begun; null until then. */
  witnessed(id: string): unknown {
    return this.#tasks.get(id)?.witnessed ?? null;
  }

  /**
   * Keeps what a task's own controls have shown the student, when that is a model's run instead of traffic. It is judged
   * like traffic. Ignored before the prediction is locked.
   */
  witness(id: string, shown: unknown): void {
    if (!this.#run.progress.isReady(id)) return;
    this.#runOf(id).witnessed = shown;
    this.#settled();
  }

  /** Does something for the task. Ignored before its prediction is locked. */
  async act(id: string, act: Act): Promise<void> {
    if (this.#run.progress.isReady(id)) await this.#perform(id, act, 'own');
  }

  /** Does the task again: the connections of earlier tries are closed, and no longer count. */
  restart(id: string, act: Act): Promise<void> {
    this.#runOf(id).forgetOwn();
    return this.act(id, act);
  }

  /** Makes the traffic that a later step reads. This needs no prediction, and does not complete the task. */
  async prepare(id: string): Promise<void> {
    const { action } = taskIn(this.#run.lesson, id);
    this.#runOf(id).forgetOwn();
    if (action) await this.#perform(id, action.run, 'own');
  }

  /** Solves a challenge in front of the student. This does not count as solved. */
  async showMe(id: string): Promise<void> {
    const task = taskIn(this.#run.lesson, id);
    if (task.kind !== 'challenge') return;
    this.#runOf(id).demonstrated.forget();
    this.#run.progress.note(id, { isShown: true });
    await this.#perform(id, task.showMe, 'demonstrated');
  }

  /** Begins another try at a challenge that is done, to beat its record. It stays done; only new traffic counts. */
  beat(id: string): void {
    const taskRun = this.#runOf(id);
    taskRun.forgetOwn();
    taskRun.isRetry = true;
    this.#run.changed();
  }

  /** Counts programs that keep running as the task's own. */
  claim(id: string, programs: readonly Running[]): void {
    const { openers, runs } = this.#runOf(id).own;
    for (const program of programs) {
      for (const opener of program.openers) openers.add(opener);
      if (!runs.some(({ end, run }) => end === 'client' && run === program.run)) {
        runs.push({ end: 'client', run: program.run });
      }
    }
    this.#settled();
  }

  /** Closes what these tasks have opened; by default all tasks. */
  release(ids: Iterable<string> = this.#tasks.keys()): void {
    for (const id of ids) this.#tasks.get(id)?.release();
  }

  /** Closes what these tasks have opened, and forgets what they did; by default all tasks. */
  forget(ids: Iterable<string> = [...this.#tasks.keys()]): void {
    for (const id of ids) {
      this.#tasks.get(id)?.release();
      this.#tasks.delete(id);
    }
  }

  /** Judges every task that has traffic. */
  check(): void {
    for (const [id, taskRun] of this.#tasks) {
      this.#judge.check(taskIn(this.#run.lesson, id), taskRun);
      this.#noteOutdated(id, taskRun);
    }
  }

  /** What is missing by what a slow stage has shown may be seen to have come since: in a page, or in a console. */
  #noteOutdated(id: string, { own }: TaskRun): void {
    const task = taskIn(this.#run.lesson, id);
    const isBehind = own.pending !== null && !own.isMet && this.#isSlow();
    const isOutdated = isBehind && lacksOf(task, own.traffic, this.#run) !== this.#lacksShown(id);
    if (isOutdated === own.isOutdated) return;
    own.isOutdated = isOutdated;
    this.#run.changed();
  }

  #lacksShown(id: string): string | null {
    const { own } = this.#runOf(id);
    return own.told ? own.told.lacks : lacksOf(taskIn(this.#run.lesson, id), own.shown, this.#run);
  }

  async #perform(id: string, act: Act, as: 'own' | 'demonstrated'): Promise<void> {
    const taskRun = this.#runOf(id);
    const { openers, runs } = taskRun[as];
    taskRun.isBusy = true;
    taskRun.failure = null;
    this.#onAct();
    this.#run.changed();
    const lab = trackLab(this.#lab, {
      opened: (opener) => void openers.add(opener),
      ran: (run) => void runs.push(run),
      socket: (socket) => taskRun.open.add(socket),
      raw: (raw) => taskRun.open.add(raw),
      events: (events) => taskRun.open.add(events),
      socketIo: (socket) => taskRun.open.add(socket),
    });
    try {
      const { capture } = this.#run;
      const before = capture.calls.length;
      const done = act(lab, this.#run);
      // Calls logged before its first await are its own too, even when nothing was opened.
      for (const call of capture.calls.slice(before)) if (call.id === call.opener) openers.add(call.id);
      await done;
    } catch (error) {
      taskRun.failure = error instanceof Error ? error.message : String(error);
    }
    taskRun.isBusy = false;
    this.#settled();
  }

  #settled(): void {
    this.check();
    this.#run.changed();
  }

  #runOf(id: string): TaskRun {
    const existing = this.#tasks.get(id);
    if (existing) return existing;
    const taskRun = new TaskRun(this.#run.capture);
    this.#tasks.set(id, taskRun);
    return taskRun;
  }
}
