import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LadderScroller } from './ladder-scroller';

let resized: () => void = () => {};

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => {};
      disconnect = () => {};
      constructor(listener: () => void) {
        resized = listener;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

/** A view of 400 pixels on a ladder of 2 000, with what was last drawn and whether it follows the newest row. */
function scrollerOn({ isLive }: { readonly isLive: boolean }) {
  const view = {
    scrollTop: 0,
    clientWidth: 500,
    clientHeight: 400,
    toggleAttribute: () => true,
  } as unknown as HTMLElement;
  const seen = { drawn: { top: 0, origin: 0, isJump: false }, isFollowing: true, drawings: 0 };
  const scroller = new LadderScroller({
    setSize: () => {},
    setDrawn(change) {
      const next = typeof change === 'function' ? change(seen.drawn) : change;
      if (next !== seen.drawn) seen.drawings++;
      seen.drawn = next;
    },
    setFollowing(isFollowing) {
      seen.isFollowing = isFollowing;
    },
  });
  scroller.height = 2000;
  scroller.isLive = isLive;
  scroller.watch(view, view);
  resized();
  const scrollTo = (top: number) => {
    view.scrollTop = top;
    scroller.onScroll();
  };
  return { view, seen, scroller, scrollTo };
}

describe('live', () => {
  it('stays at the newest row as the ladder grows, without drawing for each height', () => {
    const { view, seen, scroller } = scrollerOn({ isLive: true });
    expect(view.scrollTop).toBe(1600);
    scroller.height = 2200;
    resized();
    expect(view.scrollTop).toBe(1800);
    expect(seen.drawings).toBe(0);
  });

  it('keeps the labels of what is still in flight in sight, and goes to the end when that has landed', () => {
    const { view, scroller } = scrollerOn({ isLive: true });
    scroller.height = 2600;
    scroller.growing = { top: 1900, reached: 2000 };
    resized();
    expect(view.scrollTop).toBe(1900);
    // Others have landed below the view: they are what is new.
    scroller.growing = { top: 1900, reached: 2500 };
    scroller.followOn();
    expect(view.scrollTop).toBe(2100);
    scroller.growing = null;
    scroller.followOn();
    expect(view.scrollTop).toBe(2200);
  });

  it('does not take the reader along who has scrolled away', () => {
    const { view, scroller, scrollTo } = scrollerOn({ isLive: true });
    scrollTo(300);
    scroller.growing = { top: 1900, reached: 2000 };
    scroller.followOn();
    expect(view.scrollTop).toBe(300);
  });

  it('follows again once everything is in view', () => {
    const { view, seen, scroller, scrollTo } = scrollerOn({ isLive: true });
    scrollTo(900);
    Object.assign(view, { clientHeight: 3000 });
    expect(seen.isFollowing).toBe(false);
    resized();
    expect(seen.isFollowing).toBe(true);
    expect(scroller.height).toBeLessThan(3000);
  });

  it('stops following when the reader scrolls away, and starts again at the end', () => {
    const { view, seen, scroller, scrollTo } = scrollerOn({ isLive: true });
    scrollTo(900);
    expect(seen.isFollowing).toBe(false);
    scroller.height = 2200;
    resized();
    expect(view.scrollTop).toBe(900);
    scrollTo(1790);
    expect(seen.isFollowing).toBe(true);
  });

  it('goes back to the newest row on demand', () => {
    const { view, seen, scroller, scrollTo } = scrollerOn({ isLive: true });
    scrollTo(100);
    scroller.follow();
    expect(view.scrollTop).toBe(1600);
    expect(seen.isFollowing).toBe(true);
  });
});

/** The row of a selected unit, and of what it answers. */
const rowAt = (y: number, fromY = y, isNewest = false) => ({ y, fromY, isNewest });

describe('the selected row', () => {
  it('stands under what it answers', () => {
    const { view, scroller } = scrollerOn({ isLive: true });
    scroller.selected = rowAt(1620, 1560);
    scroller.find(scroller.selected);
    expect(view.scrollTop).toBe(1520);
    resized();
    expect(view.scrollTop).toBe(1520);
  });

  it('keeps its label in sight at the end, as long as the end is hardly passed', () => {
    const { view, seen, scroller } = scrollerOn({ isLive: true });
    scroller.selected = rowAt(1620);
    scroller.find(rowAt(1620));
    expect(view.scrollTop).toBe(1580);
    expect(seen.isFollowing).toBe(true);
    resized();
    expect(view.scrollTop).toBe(1580);
    scroller.height = 2600;
    scroller.followOn();
    expect(view.scrollTop).toBe(2200);
  });

  it('stays in sight as long as it is the newest one, whatever is said below it', () => {
    const { view, scroller } = scrollerOn({ isLive: true });
    scroller.selected = rowAt(1620, 1620, true);
    scroller.height = 2200;
    scroller.followOn();
    expect(view.scrollTop).toBe(1580);
  });

  it('stays in sight when the view becomes lower', () => {
    const { view, seen, scroller } = scrollerOn({ isLive: true });
    scroller.selected = rowAt(1700);
    scroller.find(rowAt(1700));
    expect(view.scrollTop).toBe(1600);
    Object.assign(view, { clientHeight: 150 });
    resized();
    expect(view.scrollTop).toBe(1660);
    expect(seen.isFollowing).toBe(false);
  });

  it('is not gone back to once the reader has scrolled away from it', () => {
    const { view, scroller, scrollTo } = scrollerOn({ isLive: true });
    scroller.selected = rowAt(1700, 1700, true);
    scrollTo(300);
    Object.assign(view, { clientHeight: 150 });
    resized();
    expect(view.scrollTop).toBe(300);
  });
});

describe('a row that is revealed', () => {
  it('is not scrolled to when it is in view', () => {
    const { view, scroller, scrollTo } = scrollerOn({ isLive: false });
    scrollTo(500);
    scroller.reveal(700);
    expect(view.scrollTop).toBe(500);
  });

  it('is scrolled to from above and from below, no further than it needs', () => {
    const { view, scroller } = scrollerOn({ isLive: false });
    scroller.reveal(1000);
    expect(view.scrollTop).toBe(1000 + 72 - 400);
    scroller.reveal(300);
    expect(view.scrollTop).toBe(300 - 40);
  });

  it('stays where it is when it is selected in sight, and is found when it is not', () => {
    const { view, scroller, scrollTo } = scrollerOn({ isLive: false });
    scrollTo(500);
    scroller.find(rowAt(545));
    expect(view.scrollTop).toBe(500);
    scroller.find(rowAt(480));
    expect(view.scrollTop).toBe(480 - 40);
  });

  it('is found when only its arrow is in sight: its label stands above', () => {
    const { view, scroller, scrollTo } = scrollerOn({ isLive: false });
    scrollTo(500);
    scroller.find(rowAt(510));
    expect(view.scrollTop).toBe(510 - 40);
  });
});

it('draws in strides, and exactly after a leap', () => {
  const { seen, scrollTo } = scrollerOn({ isLive: false });
  scrollTo(130);
  expect(seen.drawn).toMatchObject({ top: 120, isJump: false });
  scrollTo(150);
  expect(seen.drawings).toBe(1);
  scrollTo(1111);
  expect(seen.drawn).toMatchObject({ top: 1111, isJump: true });
});
