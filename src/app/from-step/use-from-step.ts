import { useEffect, useState } from 'react';
import { usePlace } from '../router';
import { type FromStep, isFromStep, readFromStep } from './from-step';

/** The step that the address names: null for none, undefined while it is fetched. */
export function useFromStep(): FromStep | null | undefined {
  const place = `#${usePlace()}`;
  // Another place in the page, as the skip link names one, changes nothing.
  const [named, setNamed] = useState(() => (isFromStep(place) ? place : null));
  const [from, setFrom] = useState<FromStep | null | undefined>(named === null ? null : undefined);
  if (isFromStep(place) && place !== named) {
    setNamed(place);
    setFrom(undefined);
  }
  useEffect(() => {
    if (named === null) return;
    let isWanted = true;
    const set = (found: FromStep | null) => isWanted && setFrom(found);
    // The free lab is of use without it.
    readFromStep(named).then(set, () => set(null));
    return () => {
      isWanted = false;
    };
  }, [named]);
  return from;
}
