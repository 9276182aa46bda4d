import { useSyncExternalStore } from 'react';

/** What fits side by side: a picture and its strips beside the text (`wide`), a picture alone (`medium`), or one part (`narrow`). */
export type Width = 'narrow' | 'medium' | 'wide';

/** A tablet held upright has room for the text below the picture. */
const LIMITS = {
  narrow: '(width < 700px), (width < 900px) and (height < 900px)',
  medium: '(width < 1200px)',
} as const;

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
