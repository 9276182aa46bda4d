import { useSyncExternalStore } from 'react';

/**
 * What fits side by side: the whole instrument, all but ladder and inspector (`medium`), or one part (`narrow`).
 * `Instrument.module.css` has the same.
 */
export type Width = 'narrow' | 'medium' | 'wide';

const LIMITS = { narrow: '(width < 900px)', medium: '(width < 1200px)' } as const;

/** The width of the page, in the layout's three steps. */
export function useWidth(): Width {
  return useSyncExternalStore(watch, () => {
    if (matchMedia(LIMITS.narrow).matches) return 'narrow';
    return matchMedia(LIMITS.medium).matches ? 'medium' : 'wide';
  });
}

function watch(listener: () => void): () => void {
  const queries = [matchMedia(LIMITS.narrow), matchMedia(LIMITS.medium)];
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}
