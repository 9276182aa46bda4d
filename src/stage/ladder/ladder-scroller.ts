import type { Dispatch, SetStateAction } from 'react';
import { placeAt, type ScrollPlace, scrolledTo, TALLEST_PX } from './scroll-map';

/** The drawn part moves in strides of this, with as much margin above and below. */
export const STRIDE_PX = 120;
const AT_END_PX = 48;
/** Room above and below a row that is revealed. */
const ABOVE_ROW_PX = 40;
const BELOW_ROW_PX = 72;

/** The size of the view, in pixels. */
interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** Flights whose lines still grow. */
export interface Growing {
  /** Above the first of their labels. */
  readonly top: number;
  /** Below all that the playhead has reached. */
  readonly reached: number;
}

/** The row of the selected unit. */
export interface SelectedRow {
  readonly y: number;
  /** The row of what it answers, if that is close above; else its own. */
  readonly fromY: number;
  /** Nothing was sent after it. */
  readonly isNewest: boolean;
}

/** What a view that follows keeps in sight. */
interface Followed {
  readonly height: number;
  readonly growing: Growing | null;
  readonly selected: SelectedRow | null;
}

/** Where a view that follows begins: at the end, but while flights grow their labels stay in sight, and so does that of a selected row near the end. */
export function followedTop({ height, growing, selected }: Followed, viewHeight: number): number {
  const end = Math.max(0, height - viewHeight);
  const top = growing ? Math.min(end, Math.max(growing.top, growing.reached - viewHeight)) : end;
  if (!selected) return top;
  const label = Math.max(0, selected.fromY - ABOVE_ROW_PX);
  return selected.isNewest || top - label < AT_END_PX ? Math.min(top, label) : top;
}

/** The part last drawn: the ladder's y at its top, and at the top of its element. */
interface DrawnPart {
  readonly top: number;
  readonly origin: number;
  /** Reached in one leap: drawn with little margin. */
  readonly isJump: boolean;
}

interface Setters {
  readonly setSize: Dispatch<SetStateAction<ViewSize>>;
  readonly setDrawn: Dispatch<SetStateAction<DrawnPart>>;
  readonly setFollowing: (isFollowing: boolean) => void;
}

/** Scrolls one ladder, outside React's state: scrolling renders only when another part must be drawn. */
export class LadderScroller {
  /** The ladder's height and whether it is live, as last rendered. */
  height = 0;
  isLive = false;
  /** Flights that still grow, as last rendered; null when there are none. */
  growing: Growing | null = null;
  /** As last rendered; null when nothing is selected, or the playhead has not reached it. */
  selected: SelectedRow | null = null;
  #view: HTMLElement | null = null;
  #place: ScrollPlace = { scrollTop: 0, origin: 0 };
  #viewHeight = 600;
  /** The ladder's y at the top of the view when it was last drawn. */
  #drawnY = 0;
  #isFollowing = true;
  readonly #setters: Setters;

  constructor(setters: Setters) {
    this.#setters = setters;
  }

  /** Observes the sizes of view and content. Returns how to stop it. */
  watch(view: HTMLElement, content: HTMLElement): () => void {
    this.#view = view;
    // Runs between layout and painting: following the end here costs no layout of its own.
    const observer = new ResizeObserver(() => this.#resize(view));
    observer.observe(view);
    observer.observe(content);
    this.#setters.setSize({ width: view.clientWidth, height: view.clientHeight });
    return () => observer.disconnect();
  }

  /** Draws the part in view if it has changed. */
  readonly show = () => {
    // At the end the height alone says what is in view; rendering for each height would cause the next.
    if (this.isLive && this.#isFollowing) return;
    const { origin } = this.#place;
    const y = this.#y;
    const isJump = Math.abs(y - this.#drawnY) > this.#viewHeight;
    this.#drawnY = y;
    const top = isJump ? Math.floor(y) : Math.floor(y / STRIDE_PX) * STRIDE_PX;
    this.#setters.setDrawn((old) => {
      return old.top === top && old.origin === origin && old.isJump === isJump
        ? old
        : { top, origin, isJump };
    });
  };

  /** The reader has scrolled. */
  readonly onScroll = () => {
    const view = this.#view!;
    // Read again: when the view has grown, the browser scrolls before it reports the size.
    const { scrollTop, clientHeight } = view;
    this.#viewHeight = clientHeight;
    // An element at its greatest height is not resized any more: only the origin has moved.
    const isStale = this.isLive && this.#isFollowing && this.height > TALLEST_PX;
    const place = isStale ? placeAt(this.#followed, this.height, clientHeight) : this.#place;
    if (Math.abs(scrollTop - place.scrollTop) < 1) return;
    this.#place = scrolledTo(place, scrollTop, this.height, clientHeight);
    if (this.#place.scrollTop !== scrollTop) view.scrollTop = this.#place.scrollTop;
    this.#followIfAtEnd(this.#y);
    this.#markScrolled();
    this.show();
  };

  /** Goes to the newest row and follows it. */
  readonly follow = () => {
    this.#setFollowing(true);
    this.#goTo(this.#followed);
  };

  /** Something else is at the end: goes there while it is followed. */
  readonly followOn = () => {
    if (this.isLive && this.#isFollowing) this.#goTo(this.#followed);
  };

  /** Scrolls to this row if it is out of sight, or its label is, or what it answers. */
  readonly find = ({ y, fromY }: SelectedRow) => {
    if (!this.#isInSight(y) || !this.#isInSight(fromY)) this.reveal(y, fromY);
  };

  /** Scrolls just enough to show the row at `y`, and that at `fromY` above it. */
  readonly reveal = (y: number, fromY = y) => {
    const top = this.#y;
    if (fromY - ABOVE_ROW_PX >= top && y + BELOW_ROW_PX <= top + this.#viewHeight) return;
    const above = fromY - ABOVE_ROW_PX;
    const to = above < top ? above : Math.min(above, y + BELOW_ROW_PX - this.#viewHeight);
    this.#followIfAtEnd(to);
    this.#goTo(to);
  };

  get #followed(): number {
    return followedTop(this, this.#viewHeight);
  }

  get #y(): number {
    return this.#place.scrollTop + this.#place.origin;
  }

  #isInSight(y: number): boolean {
    return y - ABOVE_ROW_PX >= this.#y && y <= this.#y + this.#viewHeight;
  }

  #resize({ clientWidth: width, clientHeight: height }: HTMLElement): void {
    const { selected } = this;
    const wasInSight = selected !== null && this.#isInSight(selected.y);
    this.#viewHeight = height;
    // With everything in view there is nothing to scroll back from.
    if (height > 0 && this.height <= height) this.#setFollowing(true);
    this.#setters.setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    if (this.isLive && this.#isFollowing) this.#goTo(this.#followed);
    // On a hidden tab the view had no height, and the ladder was laid out for that.
    else if (height > 0) this.#goTo(this.#y);
    if (wasInSight && height > 0) this.find(selected);
  }

  #goTo(y: number): void {
    this.#place = placeAt(y, this.height, this.#viewHeight);
    this.#view!.scrollTop = this.#place.scrollTop;
    this.#markScrolled();
    this.show();
  }

  /** What is cut at the upper edge fades there. */
  #markScrolled(): void {
    this.#view!.toggleAttribute('data-scrolled', this.#y > 0);
  }

  #followIfAtEnd(top: number): void {
    this.#setFollowing(this.#followed - top < AT_END_PX);
  }

  #setFollowing(isFollowing: boolean): void {
    this.#isFollowing = isFollowing;
    this.#setters.setFollowing(isFollowing);
  }
}
