import { type RefObject, useEffect, useRef } from 'react';

const AT_END_PX = 8;

/**
 * Keeps the end of a growing list of cables in view, unless the reader has scrolled away. A change of `newest` returns
 * to the end: a new cable is news.
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
      // The event is late: the list may have grown since it was scrolled to its end.
      if (element.scrollTop === ownTop) return;
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
    };
    const observer = new ResizeObserver(grown);
    observer.observe(element);
    for (const part of element.children) observer.observe(part);
    // Its parts come and go; each may grow.
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
