/** The tallest element: browsers draw incorrectly some millions of pixels further down. */
export const TALLEST_PX = 8_000_000;

/** A scroll position: the ladder's y at the top of the view is `scrollTop + origin`. */
export interface ScrollPlace {
  readonly scrollTop: number;
  readonly origin: number;
}

/** The height of the element for a ladder of this height. */
export function elementHeight(height: number): number {
  return Math.min(height, TALLEST_PX);
}

/** This near to both ends, a pixel of the element is one of the ladder; in between it stands for several. */
const EXACT_PX = 1_000_000;

/** The place after scrolling from `place` to `scrollTop`: short distances are exact, long ones follow the bar. */
export function scrolledTo(
  place: ScrollPlace,
  scrollTop: number,
  height: number,
  viewHeight: number,
): ScrollPlace {
  if (height <= TALLEST_PX) return { scrollTop, origin: 0 };
  const isShort = Math.abs(scrollTop - place.scrollTop) < viewHeight * 2;
  if (!isShort) return { scrollTop, origin: yAt(scrollTop, height, viewHeight) - scrollTop };
  const y = Math.min(height - viewHeight, Math.max(0, scrollTop + place.origin));
  // Many short distances drift away from the bar: correct that before an edge is reached.
  const fromEdge = Math.min(scrollTop, TALLEST_PX - viewHeight - scrollTop);
  return fromEdge < EXACT_PX ? placeAt(y, height, viewHeight) : { scrollTop, origin: y - scrollTop };
}

/** The place where the ladder's `y` is at the top of the view. */
export function placeAt(y: number, height: number, viewHeight: number): ScrollPlace {
  const end = Math.max(0, height - viewHeight);
  const top = Math.min(end, Math.max(0, y));
  if (height <= TALLEST_PX) return { scrollTop: top, origin: 0 };
  const most = TALLEST_PX - viewHeight;
  if (top < EXACT_PX) return { scrollTop: top, origin: 0 };
  if (top > end - EXACT_PX) return { scrollTop: most - (end - top), origin: end - most };
  const share = (top - EXACT_PX) / (end - 2 * EXACT_PX);
  const scrollTop = Math.round(EXACT_PX + share * (most - 2 * EXACT_PX));
  return { scrollTop, origin: top - scrollTop };
}

/** The ladder's y for a position of the bar. */
function yAt(scrollTop: number, height: number, viewHeight: number): number {
  const most = TALLEST_PX - viewHeight;
  const end = height - viewHeight;
  if (scrollTop < EXACT_PX) return scrollTop;
  if (scrollTop > most - EXACT_PX) return end - (most - scrollTop);
  return EXACT_PX + ((scrollTop - EXACT_PX) / (most - 2 * EXACT_PX)) * (end - 2 * EXACT_PX);
}
