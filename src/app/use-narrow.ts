import { useSyncExternalStore } from 'react';

/** Below this the parts of the instrument do not fit side by side. Also in `Instrument.module.css`. */
const NARROW = '(width < 900px)';

/** Whether the page is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => matchMedia(NARROW).matches);
}

function watch(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
