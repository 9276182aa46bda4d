import { useEffect, useState } from 'react';
import { type FromStep, isFromStep, readFromStep } from './from-step';

/** The step that the address names: null for none, undefined while it is fetched. */
export function useFromStep(): FromStep | null | undefined {
  const [from, setFrom] = useState<FromStep | null | undefined>(() =>
    isFromStep(location.hash) ? undefined : null,
  );
  useEffect(() => {
    let isWanted = true;
    const set = (found: FromStep | null) => isWanted && setFrom(found);
    // The free lab is of use without it.
    if (isFromStep(location.hash)) readFromStep(location.hash).then(set, () => set(null));
    return () => {
      isWanted = false;
    };
  }, []);
  return from;
}
