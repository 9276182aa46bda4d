import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from './layout';
import { elementHeight, placeAt, type ScrollPlace, scrolledTo, TALLEST_PX } from './scroll-map';

/** Rows this far outside are drawn too, unless one jumps; what is drawn changes in such strides. */
const STRIDE_PX = 120;
/** What belongs to an arrow stands no further from it. */
const LABEL_PX = 24;
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
  const content = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [size, setSize] = useState({ width: 500, height: 600 });
  const [seen, setSeen] = useState({ top: 0, origin: 0, isJump: false });
  const at = useRef({
    place: { scrollTop: 0, origin: 0 } as ScrollPlace,
    viewHeight: 600,
    /** The ladder's y at the top of the view when it was last drawn. */
    shownY: 0,
    isFollowing: true,
  });
  const latest = useRef({ height, isLive });
  latest.current = { height, isLive };

  const show = useCallback(() => {
    // At the end the height alone tells what is seen: rendering for each height would beget the next.
    if (latest.current.isLive && at.current.isFollowing) return;
    const { place, shownY, viewHeight } = at.current;
    const { origin } = place;
    const y = place.scrollTop + origin;
    const isJump = Math.abs(y - shownY) > viewHeight;
    at.current.shownY = y;
    const top = isJump ? Math.floor(y) : Math.floor(y / STRIDE_PX) * STRIDE_PX;
    setSeen((old) => {
      return old.top === top && old.origin === origin && old.isJump === isJump
        ? old
        : { top, origin, isJump };
    });
  }, []);

  const goTo = useCallback(
    (y: number) => {
      at.current.place = placeAt(y, latest.current.height, at.current.viewHeight);
      ref.current!.scrollTop = at.current.place.scrollTop;
      show();
    },
    [show],
  );

  useLayoutEffect(() => {
    const element = ref.current!;
    // Told between layout and painting: following the end here costs no layout of its own.
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight } = element;
      at.current.viewHeight = clientHeight;
      setSize((old) =>
        old.width === width && old.height === clientHeight ? old : { width, height: clientHeight },
      );
      if (latest.current.isLive && at.current.isFollowing) goTo(latest.current.height);
      // What was laid out while nobody could see it (another tab is shown) was so for a view without height.
      else if (clientHeight > 0) goTo(at.current.place.scrollTop + at.current.place.origin);
    });
    observer.observe(element);
    observer.observe(content.current!);
    setSize({ width: element.clientWidth, height: element.clientHeight });
    return () => observer.disconnect();
  }, [goTo]);

  const onScroll = useCallback(() => {
    // Read anew: when the view has grown, the browser scrolls before it tells of the size.
    const { scrollTop, clientHeight: viewHeight } = ref.current!;
    at.current.viewHeight = viewHeight;
    // An element that has reached its greatest height tells of no growth any more: only the origin has moved.
    const isStale = latest.current.isLive && at.current.isFollowing && latest.current.height > TALLEST_PX;
    const place = isStale
      ? placeAt(latest.current.height, latest.current.height, viewHeight)
      : at.current.place;
    if (Math.abs(scrollTop - place.scrollTop) < 1) return;
    const next = scrolledTo(place, scrollTop, latest.current.height, viewHeight);
    at.current.place = next;
    if (next.scrollTop !== scrollTop) ref.current!.scrollTop = next.scrollTop;
    const below = latest.current.height - (next.scrollTop + next.origin) - viewHeight;
    at.current.isFollowing = below < AT_END_PX;
    setFollowing(at.current.isFollowing);
    show();
  }, [show]);

  const follow = useCallback(() => {
    at.current.isFollowing = true;
    setFollowing(true);
    goTo(latest.current.height);
  }, [goTo]);

  const reveal = useCallback(
    (y: number) => {
      const { place, viewHeight } = at.current;
      const top = place.scrollTop + place.origin;
      if (y - 40 >= top && y + 72 <= top + viewHeight) return;
      const to = y - 40 < top ? y - 40 : y + 72 - viewHeight;
      at.current.isFollowing = latest.current.height - to - viewHeight < AT_END_PX;
      setFollowing(at.current.isFollowing);
      goTo(to);
    },
    [goTo],
  );

  const currentFlight = current?.flight;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row may be laid out anew without being another.
  useLayoutEffect(() => {
    if (!isLive && current) reveal(current.sentY);
  }, [isLive, currentFlight]);

  // At the end, what is drawn is told by the height alone: no rendering waits for the scrolling.
  const isAtEnd = isLive && isFollowing;
  useLayoutEffect(() => {
    if (!isAtEnd) show();
  }, [isAtEnd, show]);
  const end = isAtEnd ? placeAt(height, height, size.height) : null;
  const top = end ? Math.max(0, height - size.height) : seen.top;
  const margin = end || seen.isJump ? LABEL_PX : STRIDE_PX;
  return {
    ref,
    content,
    onScroll,
    follow,
    reveal,
    isFollowing,
    width: size.width,
    elementHeight: elementHeight(height),
    origin: end ? end.origin : height > elementHeight(height) ? seen.origin : 0,
    top: top - margin,
    bottom: top + size.height + margin * 2,
  };
}
