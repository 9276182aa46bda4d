import { useEffect, useState } from 'react';

/** Of the notes' channel, and when presenting this lesson began, Unix time in milliseconds. All of it outlasts a reload, and a look elsewhere. */
interface Presentation {
  readonly id: string;
  readonly beganAt: number;
  /** Empty where none has been presented yet. */
  readonly lesson: string;
}

/** The presentation of this tab: a new one, or the one that a reload or something else than this lesson (null) has interrupted. */
export function usePresentation(lesson: string | null): Presentation {
  const [presentation, setPresentation] = useState(
    () => kept() ?? { id: Math.random().toString(36).slice(2, 10), beganAt: Date.now(), lesson: '' },
  );
  if (lesson !== null && lesson !== presentation.lesson) {
    const beganAt = presentation.lesson === '' ? presentation.beganAt : Date.now();
    setPresentation({ ...presentation, beganAt, lesson });
  }
  useEffect(() => {
    const name = `${presentation.id} ${presentation.beganAt} ${presentation.lesson}`;
    // `was-presenting.ts` looks for it.
    window.name = `presenting ${name}`;
    return () => {
      window.name = `presented ${name}`;
    };
  }, [presentation]);
  return presentation;
}

function kept(): Presentation | null {
  const [, id, beganAt, lesson = ''] = /^present(?:ing|ed) (\w+) (\d+) ([\w-]*)$/.exec(window.name) ?? [];
  return id && beganAt ? { id, beganAt: Number(beganAt), lesson } : null;
}
