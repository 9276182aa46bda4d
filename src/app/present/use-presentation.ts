import { useEffect, useState } from 'react';

/** Of the notes' channel, and when presenting began, Unix time in milliseconds: both outlast a reload. */
interface Presentation {
  readonly id: string;
  readonly beganAt: number;
}

/** The presentation of this tab: a new one, or the one that a reload interrupted. */
export function usePresentation(): Presentation {
  const [presentation] = useState(
    () => kept() ?? { id: Math.random().toString(36).slice(2, 10), beganAt: Date.now() },
  );
  const { id, beganAt } = presentation;
  useEffect(() => {
    // `was-presenting.ts` looks for it.
    window.name = `presenting ${id} ${beganAt}`;
    return () => {
      window.name = '';
    };
  }, [id, beganAt]);
  return presentation;
}

function kept(): Presentation | null {
  const [, id, beganAt] = /^presenting (\w+) (\d+)$/.exec(window.name) ?? [];
  return id && beganAt ? { id, beganAt: Number(beganAt) } : null;
}
