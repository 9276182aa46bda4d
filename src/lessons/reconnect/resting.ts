import { useEffect } from 'react';
import { useLesson } from '../use-lesson';

/** The server ticks on: the consoles stay at the instant that the text is about, in microseconds. */
export function useRestingConsoles(at: number | null | undefined): void {
  const { run } = useLesson();
  const desk = run.desks.current;
  useEffect(() => {
    if (typeof at === 'number') desk?.rest(at);
  }, [desk, at]);
}
