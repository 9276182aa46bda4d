import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from './layout';

/** Rows this far outside are drawn too; what is drawn changes in such strides. */
const STRIDE_PX = 240;
const AT_END_PX = 48;

interface Options {
  readonly height: number;
  readonly isLive: boolean;
  /** The newest row at the playhead. */
  readonly current: Row | null;
}

/** Which part of the ladder is in view; follows the newest row until the reader scrolls away. */
export function useLadderScroll({ height, isLive, current }: Options) {
  const ref = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [isFollowing, setFollowing] = useState(true);
  const [size, setSize] = useState({ width: 500, height: 600 });
  const [top, setTop] = useState(0);

  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const element = ref.current!;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
    setFollowing(isAtEnd.current);
    setTop(Math.floor(element.scrollTop / STRIDE_PX) * STRIDE_PX);
  }, []);

  const follow = useCallback(() => {
    isAtEnd.current = true;
    setFollowing(true);
    ref.current!.scrollTop = ref.current!.scrollHeight;
  }, []);

  const reveal = useCallback((y: number) => {
    const element = ref.current!;
    if (y - 40 < element.scrollTop) element.scrollTop = y - 40;
    else if (y + 72 > element.scrollTop + element.clientHeight)
      element.scrollTop = y + 72 - element.clientHeight;
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height or size is what moves the end.
  useLayoutEffect(() => {
    if (isLive && isAtEnd.current) ref.current!.scrollTop = ref.current!.scrollHeight;
  }, [height, isLive, size]);

  const currentFlight = current?.flight;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row may be laid out anew without being another.
  useLayoutEffect(() => {
    if (!isLive && current) reveal(current.sentY);
  }, [isLive, currentFlight]);

  return {
    ref,
    onScroll,
    follow,
    reveal,
    isFollowing,
    width: size.width,
    top: top - STRIDE_PX,
    bottom: top + size.height + STRIDE_PX,
  };
}
