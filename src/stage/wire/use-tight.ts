import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * Whether this many cables do not fit into the list at their usual height, so that it would scroll. It stays so until
 * there are fewer, or the window has another size.
 */
export function useTight(list: RefObject<HTMLElement | null>, cables: number): boolean {
  // The least number that did not fit.
  const [least, setLeast] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const forget = () => setLeast(Number.POSITIVE_INFINITY);
    addEventListener('resize', forget);
    return () => removeEventListener('resize', forget);
  }, []);
  // Before anything is painted, and without dependencies: what is in the list may have grown with any render.
  useLayoutEffect(() => {
    const { scrollHeight, clientHeight } = list.current!;
    if (cables < least && scrollHeight > clientHeight + 1) setLeast(cables);
  });
  return cables >= least;
}
