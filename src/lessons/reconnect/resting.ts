import { useEffect } from 'react';
import { useLesson } from '../use-lesson';

/** The server ticks on: the consoles stay at the cut that the text is about. */
export function useRestingConsoles(): void {
  const { run } = useLesson();
  const desk = run.desks.current;
  useEffect(() => desk?.rest(), [desk]);
}
