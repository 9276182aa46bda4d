import { useEffect, useState } from 'react';
import type { Capture } from '../capture/capture';
import type { LabSession } from '../lab/session';
import type { Chapter } from '../stage';

interface Kept {
  readonly capture: Capture;
  readonly chapters: readonly Chapter[];
}

/**
 * When each step of a lesson was begun on this visit, so that the ladder begins clean with each: what was before is folded
 * under its name. `step` is the name of the step that is shown; without one, such as at the
 * end, the last goes on.
 */
export function useChapters(lab: LabSession, capture: Capture, step: string | null): readonly Chapter[] {
  const [kept, keep] = useState<Kept>({ capture, chapters: [] });
  useEffect(() => {
    if (step === null) return;
    const { at } = lab.nowMicros();
    keep((before) => {
      const earlier =
        before.capture === capture && before.chapters.length > 0
          ? before.chapters
          : [{ name: 'Before this lesson', at: 0 }];
      return earlier.at(-1)!.name === step ? before : { capture, chapters: [...earlier, { name: step, at }] };
    });
  }, [lab, capture, step]);
  return kept.chapters;
}
