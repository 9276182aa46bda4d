import { type RefObject, useEffect, useRef } from 'react';

const AT_END_PX = 8;

/**
 * Keeps the end of a list of cables in view while it grows, unless the reader has scrolled away from it. A `newest` that
 * changes leads back to the end: a cable that opens is news.
 */
export function useNewestInView(list: RefObject<HTMLElement | null>, newest: number | undefined): void {
  const isAtEnd = useRef(true);
  const toEnd = useRef(() => {});
  useEffect(() => {
    const element = list.current!;
    let ownTop = -1;
    toEnd.current = () => {
      if (!isAtEnd.current) return;
      element.scrollTop = element.scrollHeight;
      ownTop = element.scrollTop;
    };
    const grown = () => toEnd.current();
    const onScroll = () => {
      // Told late: the list may have grown since it was scrolled to what was its end.
      if (element.scrollTop === ownTop) return;
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
    };
    const observer = new ResizeObserver(grown);
    observer.observe(element);
    for (const part of element.children) observer.observe(part);
    // Its parts come and go; each of them may grow.
    const parts = new MutationObserver(() => {
      for (const part of element.children) observer.observe(part);
      grown();
    });
    parts.observe(element, { childList: true });
    element.addEventListener('scroll', onScroll);
    return () => {
      observer.disconnect();
      parts.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another newest is the news.
  useEffect(() => {
    isAtEnd.current = true;
    toEnd.current();
  }, [newest]);
}
