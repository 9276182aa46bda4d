import { useCallback, useSyncExternalStore } from 'react';

/** The lists of all queries that have been asked: making one takes longer than reading it, and each render reads. */
const LISTS = new Map<string, MediaQueryList>();

function listOf(query: string): MediaQueryList {
  const list = LISTS.get(query) ?? matchMedia(query);
  LISTS.set(query, list);
  return list;
}

/** Whether a media query matches; renders again when it changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = listOf(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => listOf(query).matches);
}

/**
 * Whether the student prefers reduced motion. Unlike framer-motion's hook of that name, it also follows a change while
 * the page is open.
 */
export function useReducedMotion(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)');
}
