import { useCallback, useSyncExternalStore } from 'react';

/** Whether a figure has nothing to show yet: something in it has `data-empty`. */
export function useIsEmpty(figure: HTMLElement | null): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const observer = new MutationObserver(listener);
      if (figure)
        observer.observe(figure, { subtree: true, childList: true, attributeFilter: ['data-empty'] });
      return () => observer.disconnect();
    },
    [figure],
  );
  return useSyncExternalStore(subscribe, () => figure?.querySelector('[data-empty]') != null);
}
