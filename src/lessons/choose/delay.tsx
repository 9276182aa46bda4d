import { useEffect } from 'react';
import type { ControlsProps } from '../define';
import type { LessonRun } from '../lesson-run';
import { Slider } from '../parts/slider';
import { useLesson } from '../use-lesson';

/** The largest delay on the slider, one way. */
const MAX_DELAY_MS = 200;
const FIRST_DELAY_MS = 50;

const chosen = new WeakMap<LessonRun, number>();

/** The delay that the student has set, one way: the next run has it. */
export const delayOf = (run: LessonRun) => chosen.get(run) ?? FIRST_DELAY_MS;

/** How far away the server is in the next run. */
export function DelayControl({ task }: ControlsProps) {
  const { run } = useLesson();
  useRealTime(task);
  return (
    <Slider
      label="Added each way"
      unit="ms"
      value={delayOf(run)}
      least={0}
      most={MAX_DELAY_MS}
      step={10}
      onChange={(delayMs) => {
        chosen.set(run, delayMs);
        run.changed();
      }}
    />
  );
}

/** Has the stage follow the wire in real time while the task runs: nobody reads each of hundreds of requests. */
export function useRealTime(task: string): void {
  const { run, playback } = useLesson();
  const isBusy = run.tasks.isBusy(task);
  useEffect(() => {
    if (!isBusy) return;
    playback.setSpeed('real');
    playback.goLive();
  }, [isBusy, playback]);
}
