/** No element is made taller than this: browsers draw nothing right some millions of pixels further down. */
export const TALLEST_PX = 8_000_000;

/** What a scroll position stands for: the ladder's y at the top of the view is `scrollTop + origin`. */
export interface ScrollPlace {
  readonly scrollTop: number;
  readonly origin: number;
}

/** The height of the element that stands for a ladder of this height. */
export function elementHeight(height: number): number {
  return Math.min(height, TALLEST_PX);
}

/** Where the reader is after scrolling from `place` to `scrollTop`: short ways are exact, long ones in proportion. */
export function scrolledTo(
  place: ScrollPlace,
  scrollTop: number,
  height: number,
  viewHeight: number,
): ScrollPlace {
  if (height <= TALLEST_PX) return { scrollTop, origin: 0 };
  const most = TALLEST_PX - viewHeight;
  const isAtEdge = scrollTop < 1 || scrollTop > most - 1;
  const isShort = Math.abs(scrollTop - place.scrollTop) < viewHeight * 2;
  if (!isShort || isAtEdge) return placeAt((scrollTop / most) * (height - viewHeight), height, viewHeight);
  const y = Math.min(height - viewHeight, Math.max(0, scrollTop + place.origin));
  const share = (y / (height - viewHeight)) * most;
  // Long ways made of short ones drift away from the bar: put it right before an edge is reached.
  const isNearEdge = scrollTop < viewHeight * 3 || scrollTop > most - viewHeight * 3;
  return isNearEdge && Math.abs(share - scrollTop) > viewHeight
    ? placeAt(y, height, viewHeight)
    : { scrollTop, origin: y - scrollTop };
}

/** The place where the ladder's `y` is at the top of the view. */
export function placeAt(y: number, height: number, viewHeight: number): ScrollPlace {
  const top = Math.min(Math.max(0, height - viewHeight), Math.max(0, y));
  if (height <= TALLEST_PX) return { scrollTop: top, origin: 0 };
  const scrollTop = Math.round((top / (height - viewHeight)) * (TALLEST_PX - viewHeight));
  return { scrollTop, origin: top - scrollTop };
}
