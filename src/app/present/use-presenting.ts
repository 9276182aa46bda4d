import { useSyncExternalStore } from 'react';

/** Whether the page is being presented without its text. */
export function useIsPresenting(): boolean {
  return useSyncExternalStore(watch, () => document.documentElement.dataset.presenting === 'stage');
}

function watch(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-presenting'] });
  return () => observer.disconnect();
}
