import { type RefObject, useLayoutEffect, useState } from 'react';

/** The least number of cables that did not fit, when so many of them were open. */
interface Misfit {
  readonly cables: number;
  readonly open: number;
}

/**
 * Whether this many cables do not fit into the list at their usual height, so that it would scroll. It stays so until
 * there are fewer, some of them end, or the window has another size.
 */
export function useTight(list: RefObject<HTMLElement | null>, cables: number, open: number): boolean {
  const [misfit, setMisfit] = useState<Misfit | null>(null);
  useLayoutEffect(() => {
    const forget = () => setMisfit(null);
    addEventListener('resize', forget);
    return () => removeEventListener('resize', forget);
  }, []);
  const isTight = misfit !== null && cables >= misfit.cables && open >= misfit.open;
  // Before anything is painted, and without dependencies: what is in the list may have grown with any render.
  useLayoutEffect(() => {
    const { scrollHeight, clientHeight } = list.current!;
    if (!isTight && scrollHeight > clientHeight + 1) setMisfit({ cables, open });
  });
  return isTight;
}
