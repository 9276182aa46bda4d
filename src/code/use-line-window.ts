import {
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useReducer,
  useRef,
  useState,
  type WheelEvent,
} from 'react';
import type { ConsoleLine } from './console-lines';
import { type LineWindow, lineWindow } from './line-window';

/** The height of most lines; each is measured when it is drawn. */
const LINE_PX = 24;
/** The window moves in steps, not with every pixel. */
const STEP_PX = 120;
/** So close to the end counts as at the end. */
const END_PX = 8;
/** They move the box towards its beginning. */
const KEYS_UP = ['PageUp', 'ArrowUp'];

interface LineScroll extends LineWindow {
  /** The scrolling box. */
  readonly box: RefObject<HTMLDivElement | null>;
  /** The list of lines that are drawn, in order. */
  readonly list: RefObject<HTMLOListElement | null>;
  /** New lines are scrolled into view. */
  readonly isFollowing: boolean;
  readonly follow: () => void;
  /** Stays where it is: the reader is at a line. */
  readonly stay: () => void;
  readonly onScroll: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onWheel: (event: WheelEvent) => void;
}

/** What a console does when lines come: it shows the newest, stays at those of an instant, or stays where its reader is. */
type Holds = 'end' | 'rest' | 'reader';

/**
 * The lines near the seen part of a console, which follows its end until the reader scrolls up or goes to a line, or it is
 * to rest at an instant. A new run brings the reader back to the end.
 */
export function useLineWindow(
  lines: readonly ConsoleLine[],
  run: number,
  restsAt: number | null,
): LineScroll {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const heights = useRef(new WeakMap<ConsoleLine['event'], number>());
  const [holds, setHolds] = useState<Holds>('end');
  const placed = useRef({ shape: '', top: 0 });
  // A reader on the way up is still near the end at first, and new lines may come meanwhile.
  const isGoingUp = useRef(false);
  const [followedRun, setFollowedRun] = useState(run);
  if (followedRun !== run) {
    setFollowedRun(run);
    setHolds('end');
    isGoingUp.current = false;
  }
  const [rested, setRested] = useState<number | null>(null);
  if (rested !== restsAt) {
    setRested(restsAt);
    if (restsAt !== null && holds === 'end') setHolds('rest');
  }
  const isResting = holds === 'rest' && restsAt !== null;
  const later = isResting ? lines.findIndex(({ event }) => event.at > restsAt) : -1;
  const lastLine = later === -1 ? lines.length : later;
  const [view, setView] = useState({ top: 0, height: 0, width: 0 });
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const window = lineWindow(lines.length, (line) => heights.current.get(lines[line]!.event) ?? LINE_PX, {
    ...view,
    lastLine: holds === 'reader' ? null : lastLine,
  });
  /** Puts the last line that is to be seen at the lower edge; one that is higher than the box is read from its beginning. */
  const toLast = () => {
    const element = box.current!;
    const last = list.current!.children[lastLine - 1 - window.first]?.getBoundingClientRect();
    const { top, bottom, height } = element.getBoundingClientRect();
    if (last && last.height > height) element.scrollTop += last.top - top;
    else if (lastLine === lines.length || !last) element.scrollTop = element.scrollHeight;
    else element.scrollTop += last.bottom - bottom;
    placed.current = { shape: shapeOf(element), top: element.scrollTop };
  };
  const resized = useRef(() => {});
  resized.current = () => holds !== 'reader' && toLast();

  useLayoutEffect(() => {
    const element = box.current!;
    let lastWidth = element.clientWidth;
    const sizes = new ResizeObserver(() => {
      const { clientHeight: height, clientWidth: width } = element;
      if (lastWidth !== width) heights.current = new WeakMap();
      lastWidth = width;
      setView((old) => (old.height === height && old.width === width ? old : { ...old, height, width }));
      resized.current();
    });
    sizes.observe(element);
    sizes.observe(list.current!);
    return () => sizes.disconnect();
  }, []);

  const laidOut = useRef('');
  useLayoutEffect(() => {
    const ids = [lines[window.first]?.event.id, lines.at(-1)?.event.id];
    const key = JSON.stringify([window, ids, view, holds]);
    // Reading heights makes the browser lay out the page: only when they may have changed.
    if (key === laidOut.current) return;
    laidOut.current = key;
    const isNew = measure(list.current!, lines, window.first, heights.current);
    if (holds !== 'reader') toLast();
    if (isNew) render();
  });

  const goUp = () => {
    const { scrollTop } = box.current!;
    if (scrollTop === 0) return;
    isGoingUp.current = true;
    setHolds('reader');
  };

  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    // Another size or another text moved it, not the reader.
    if (holds !== 'reader' && placed.current.shape !== shapeOf(box.current!)) return toLast();
    if (holds !== 'reader' && Math.abs(scrollTop - placed.current.top) < 1) return;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < END_PX;
    const hasReader = list.current!.contains(document.activeElement);
    if (!isAtEnd) setHolds('reader');
    else if (!hasReader && !isGoingUp.current) setHolds('end');
    isGoingUp.current &&= isAtEnd;
    const top = Math.floor(scrollTop / STEP_PX) * STEP_PX;
    setView((old) => (old.top === top ? old : { ...old, top }));
  };
  const stay = () => {
    setHolds('reader');
    onScroll();
  };
  const follow = () => {
    isGoingUp.current = false;
    setHolds('end');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (KEYS_UP.includes(event.key)) goUp();
    if (event.key !== 'Home' && event.key !== 'End') return;
    // A browser would glide there, and stop where the lines drawn on the way turn out to be of another height.
    event.preventDefault();
    if (event.key === 'End') return follow();
    goUp();
    box.current!.scrollTop = 0;
  };
  const onWheel = ({ deltaY }: WheelEvent) => deltaY < 0 && goUp();
  return { ...window, box, list, isFollowing: holds === 'end', follow, stay, onScroll, onKeyDown, onWheel };
}

/** The sizes of a box and of what it holds: while they stay, only the reader moves it. */
const shapeOf = ({ scrollHeight, clientHeight, clientWidth }: HTMLElement) =>
  `${scrollHeight} ${clientHeight} ${clientWidth}`;

/** Measures the drawn lines that have not been; whether one is not as high as was thought. */
function measure(
  list: HTMLOListElement,
  lines: readonly ConsoleLine[],
  first: number,
  heights: WeakMap<ConsoleLine['event'], number>,
): boolean {
  let isNew = false;
  for (let at = 0; at < list.children.length; at++) {
    const line = lines[first + at];
    if (!line || heights.has(line.event)) continue;
    const height = (list.children[at] as HTMLElement).offsetHeight;
    // 0 while it is hidden.
    if (height === 0) return false;
    heights.set(line.event, height);
    isNew ||= height !== LINE_PX;
  }
  return isNew;
}
