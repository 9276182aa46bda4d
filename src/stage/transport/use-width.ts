import { type RefObject, useLayoutEffect, useState } from 'react';

/** The element's width in pixels. */
export function useWidthOf(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(400);
  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = () => setWidth(Math.max(1, element.clientWidth));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
