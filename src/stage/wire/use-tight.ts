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
  // Once all is laid out and before it is painted: asked for with each render, the browser would lay it out for this alone.
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(() => {
      const { scrollHeight, clientHeight } = list.current!;
      if (!isTight && scrollHeight > clientHeight + 1) setMisfit({ cables, open });
    });
    for (const part of [list.current!, ...list.current!.children]) sizes.observe(part);
    return () => sizes.disconnect();
  }, [list, cables, open, isTight]);
  return isTight;
}
