import { currentTaskOf, tasksInHand } from './current-task';
import type { Step, Task } from './define';
import type { LessonRun } from './lesson-run';

/**
 * What a lecture does next: make the traffic that the step reads, lock the chosen answer in, bring what is changed by hand into
 * sight, run the task, show a solution, wait for its end, go on to the next task or step.
 */
export type Move =
  | 'prepare'
  | 'lock in'
  | 'by hand'
  | 'run'
  | 'show'
  | 'wait'
  | 'next task'
  | 'next step'
  | 'end';

/** How the page shows a task; of its controls only where it has no action of its own. */
export interface Control {
  /** What is to be changed first, as an order; null when nothing is. */
  readonly toChange: string | null;
  /** The lecturer has been led to the task, or to its controls. */
  readonly isReached: boolean;
  /** One of them makes the traffic. */
  readonly hasButton: boolean;
  /** It can be pressed, and what is to be changed first has been. */
  readonly canPress: boolean;
}

/**
 * The move that a press of "next" makes now. Without a chosen answer the step is passed over. While the stage is behind the
 * wire, what was run is still being told.
 */
export function nextMove(run: LessonRun, isBehind: boolean, control: Control): Move {
  const { step } = run.progress;
  if (!step) return 'end';
  if (isGroundMissing(run, step)) return 'prepare';
  const task = currentTaskOf(run, step);
  const { isDone, answer } = run.progress.ofTask(task.id);
  if (isDone && !run.tasks.isRetry(task.id)) {
    return task === tasksInHand(run, step).at(-1) ? 'next step' : 'next task';
  }
  if (task.prediction && answer === null) {
    if (run.choiceOf(task.id) !== null) return 'lock in';
    // Whoever has unfolded it wants to ask it.
    return task.isOptional && !control.isReached ? 'next task' : 'next step';
  }
  if (run.tasks.isBusy(task.id) || run.tasks.isBeingShown(task.id)) return 'wait';
  if (!hasRun(run, task)) return moveTo(task, control);
  return isBehind ? 'wait' : 'next step';
}

/** How a task that has not run is run. Where nothing is to be changed or pressed, the step is passed over. */
function moveTo({ kind, action }: Task, control: Control): Move {
  const { toChange, isReached, hasButton, canPress } = control;
  if (kind === 'challenge') return 'show';
  if (action || canPress) return 'run';
  return toChange !== null && (hasButton || !isReached) ? 'by hand' : 'next step';
}

/** Whether the step reads traffic of an earlier task that has not been made in this lab. */
function isGroundMissing(run: LessonRun, { needs }: Step): boolean {
  if (needs === undefined || run.tasks.isMet(needs) || run.tasks.isBeingShown(needs)) return false;
  return run.task(needs).action !== undefined && !run.tasks.isBusy(needs);
}

/** Whether it was run in this lab, or, for a challenge, shown. */
function hasRun({ tasks }: LessonRun, { id }: Task): boolean {
  return [tasks.traffic(id), tasks.shownTraffic(id)].some(
    ({ calls, code }) => calls.length + code.length > 0,
  );
}

/** What only the page can do with a task's controls. */
export interface Hands {
  /** Presses the one that makes the traffic. */
  readonly press: (task: Task) => void;
  /** Brings the one to change into sight, and into focus. */
  readonly reach: (task: Task) => void;
}

/** Makes the move, unless it is to wait; what needs the page is left to `hands`. */
export function makeMove(run: LessonRun, move: Move, hands: Hands): void {
  const { step, place } = run.progress;
  if (!step) return;
  const task = currentTaskOf(run, step);
  if (move === 'prepare' && step.needs !== undefined) void run.tasks.prepare(step.needs);
  else if (move === 'lock in') run.lockIn(task.id);
  else if (move === 'next task') {
    if (run.progress.ofTask(task.id).isDone) run.leave(task.id);
  } else if (move === 'next step') run.goTo(place + 1);
  else if (move === 'show') void run.tasks.showMe(task.id);
  else if (move === 'by hand') hands.reach(task);
  else if (move === 'run' && task.action) void run.tasks.restart(task.id, task.action.run);
  else if (move === 'run') hands.press(task);
}

/** The answers of the open question, in the order in which they are offered; none when there is no open question. */
export function openAnswers(run: LessonRun): readonly string[] {
  const { step } = run.progress;
  if (!step) return [];
  const { id, prediction } = currentTaskOf(run, step);
  return prediction && run.progress.ofTask(id).answer === null ? Object.keys(prediction.answers) : [];
}

/** Chooses an answer of the open question by its place, or the one after the chosen one. */
export function chooseAnswer(run: LessonRun, which: number | 'another'): void {
  const { step } = run.progress;
  const answers = openAnswers(run);
  if (!step || answers.length === 0) return;
  const { id } = currentTaskOf(run, step);
  const chosen = answers.indexOf(run.choiceOf(id) ?? '');
  const key = answers[which === 'another' ? (chosen + 1) % answers.length : which];
  if (key !== undefined) run.choose(id, key);
}
