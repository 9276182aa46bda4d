import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { CodeDesk } from '../../code/desk';
import { currentTaskOf } from '../../lessons/current-task';
import type { Task } from '../../lessons/define';
import type { LessonRun } from '../../lessons/lesson-run';
import { type Move, makeMove, nextMove } from '../../lessons/remote';
import { MOVE_WORDS } from './move-words';
import { bringIntoSight, canPress, hands, hasButton, toChangeIn } from './task-controls';

/** A press that comes so soon after the button has changed was meant for what it said before. */
const MOMENT_MS = 600;

/** What "next" does now, how its button says it, and the press. */
export function useMove(run: LessonRun | null, isBehind: boolean, goLive: () => void) {
  const place = run?.progress.place;
  const step = run?.progress.step;
  const task = run && step ? currentTaskOf(run, step) : null;
  const [reached, setReached] = useState<Task | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever comes back to a step is led to its control again
  useEffect(() => setReached(null), [run, place]);
  const toChange = useControls(run, task, toChangeIn, null);
  const isReached = reached !== null && reached === task;
  const control = {
    toChange,
    isReached,
    hasButton: useControls(run, task, hasButton, false),
    canPress: useControls(run, task, canPress, false),
  };
  const move = run ? nextMove(run, isBehind, control) : 'end';
  const meant = useMeant(move);
  const next = () => {
    const chosen = meant();
    if (chosen === 'wait') goLive();
    else if (run) makeMove(run, chosen, hands);
    if (chosen === 'by hand') setReached(task);
    // What was typed has run: letters are keys of the presenter again.
    if (chosen === 'run' && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (chosen === 'next task' && run && step) {
      const next = currentTaskOf(run, step);
      setReached(next);
      bringIntoSight(next);
    }
  };
  const words = move === 'by hand' ? `Next: ${toChange}` : MOVE_WORDS[move];
  return { move, words, next };
}

/**
 * The move that a press means: the shown one, except where the button has only just come to lead away from what the room was
 * to see.
 */
function useMeant(move: Move): () => Move {
  const shown = useRef({ move, before: move, at: 0 });
  if (shown.current.move !== move)
    shown.current = { move, before: shown.current.move, at: performance.now() };
  return () => {
    const { before, at } = shown.current;
    const isLate = performance.now() - at < MOMENT_MS && before === 'wait';
    return isLate && (move === 'next step' || move === 'next task') ? before : move;
  };
}

/** What the page shows of the controls of a task that has no action of its own; `none` for another. */
function useControls<Shown>(
  run: LessonRun | null,
  task: Task | null,
  read: (task: Task, run: LessonRun) => Shown,
  none: Shown,
): Shown {
  const own = run && task && task.kind === 'experiment' && !task.action ? { run, task } : null;
  const desk = own?.run.desks.current ?? null;
  const isOwn = own !== null;
  return useSyncExternalStore(
    useCallback((listener: () => void) => (isOwn ? watchControls(desk, listener) : () => {}), [isOwn, desk]),
    () => (own ? read(own.task, own.run) : none),
  );
}

function watchControls(desk: CodeDesk | null, listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'data-kind', 'data-unchanged'],
  });
  const stop = desk?.subscribe(listener);
  return () => {
    observer.disconnect();
    stop?.();
  };
}
