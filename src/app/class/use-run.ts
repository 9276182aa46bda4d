import { useCallback, useSyncExternalStore } from 'react';
import type { LessonRun } from '../../lessons/lesson-run';

/** Renders again when the run of a lesson changes. */
export function useRun(run: LessonRun | null): void {
  useSyncExternalStore(
    useCallback((listener: () => void) => run?.subscribe(listener) ?? (() => {}), [run]),
    () => run?.revision,
  );
}
