import { useLayoutEffect, useRef, useState } from 'react';
import { followedTop, type Growing, LadderScroller, type SelectedRow, STRIDE_PX } from './ladder-scroller';
import type { Row } from './layout';
import { elementHeight, placeAt } from './scroll-map';

/** Labels are no further than this from their arrow. */
const LABEL_PX = 24;

interface Options {
  readonly height: number;
  readonly isLive: boolean;
  /** The newest row at the playhead. */
  readonly current: Row | null;
  /** Flights that the playhead has not seen land. */
  readonly growing: Growing | null;
  readonly selected: SelectedRow | null;
}

/** The part of the ladder in view; follows the newest row until the reader scrolls away. */
export function useLadderScroll({ height, isLive, current, growing, selected }: Options) {
  const ref = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [size, setSize] = useState({ width: 500, height: 600 });
  const [drawn, setDrawn] = useState({ top: 0, origin: 0, isJump: false });
  const [scroller] = useState(() => new LadderScroller({ setSize, setDrawn, setFollowing }));
  scroller.height = height;
  scroller.isLive = isLive;
  scroller.growing = growing;
  scroller.selected = selected;
  useLayoutEffect(() => scroller.watch(ref.current!, content.current!), [scroller]);
  const currentFlight = current?.flight;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same row may be laid out again.
  useLayoutEffect(() => {
    if (!isLive && current) scroller.reveal(current.sentY);
  }, [isLive, currentFlight]);
  // At the end, the height alone says what is drawn: rendering does not wait for scrolling.
  const isAtEnd = isLive && isFollowing;
  useLayoutEffect(() => {
    if (!isAtEnd) scroller.show();
  }, [isAtEnd, scroller]);
  const followed = followedTop(scroller, size.height);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another place is news.
  useLayoutEffect(() => scroller.followOn(), [scroller, followed]);
  const end = isAtEnd ? placeAt(followed, height, size.height) : null;
  const top = end ? followed : drawn.top;
  const margin = end || drawn.isJump ? LABEL_PX : STRIDE_PX;
  return {
    ref,
    content,
    onScroll: scroller.onScroll,
    follow: scroller.follow,
    reveal: scroller.reveal,
    find: scroller.find,
    isFollowing,
    width: size.width,
    elementHeight: elementHeight(height),
    origin: end ? end.origin : height > elementHeight(height) ? drawn.origin : 0,
    top: top - margin,
    bottom: top + size.height + margin * 2,
  };
}
