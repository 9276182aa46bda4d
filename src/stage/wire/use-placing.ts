import { cancelFrame, frame } from 'framer-motion';
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import type { Peer } from '../../protocol/unit';
import type { Playback } from '../../timeline';
import { placeAll, type Queued } from './motion';

/** A capsule to be placed on a lane. */
interface PlacedCapsule extends Queued {
  /** Its key within the lane. */
  readonly flight: number;
  readonly sender: Peer;
}

interface Options {
  readonly capsules: readonly PlacedCapsule[];
  readonly playback: Playback;
  readonly isStepped: boolean;
  /** Units without a capsule that would be visible. */
  readonly more: number;
  /** Shows the number of units that do not fit. */
  readonly note: RefObject<HTMLElement | null>;
  readonly noteOf: (hidden: number) => string;
}

/**
 * Places a lane's capsules from the stage clock alone, without React and without layout: one listener per lane, and
 * only changes are written. Returns the `ref` of the lane, and of each capsule by its flight.
 */
export function usePlacing(options: Options) {
  const now = useRef(options);
  now.current = options;
  const lane = useRef<HTMLDivElement>(null);
  const elements = useRef(new Map<number, HTMLElement>());
  const refs = useRef(new Map<number, (element: HTMLElement | null) => void>());
  const lanePx = useRef(0);
  const refOf = useCallback((flight: number) => {
    let ref = refs.current.get(flight);
    if (!ref) {
      ref = (element) => {
        if (element) elements.current.set(flight, element);
        else {
          elements.current.delete(flight);
          refs.current.delete(flight);
        }
      };
      refs.current.set(flight, ref);
    }
    return ref;
  }, []);
  const place = useCallback(() => placeElements(now.current, elements.current, lanePx.current), []);
  const { playback } = options;
  useLayoutEffect(() => {
    const stop = playback.stage.on('change', () => frame.render(place));
    return () => {
      stop();
      cancelFrame(place);
    };
  }, [playback, place]);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      lanePx.current = entry!.contentRect.width;
      place();
    });
    lanePx.current = lane.current!.clientWidth;
    observer.observe(lane.current!);
    return () => observer.disconnect();
  }, [place]);
  // New elements are placed before they are painted.
  useLayoutEffect(place);
  return { lane, refOf };
}

function placeElements(options: Options, elements: ReadonlyMap<number, HTMLElement>, lanePx: number): void {
  const { capsules, playback, isStepped, more, note, noteOf } = options;
  const stage = playback.stage.get();
  let hidden = more;
  for (const sender of ['client', 'server'] as const) {
    const ofOne = capsules.filter((capsule) => capsule.sender === sender);
    const { placed, hidden: without } = placeAll(ofOne, stage, lanePx, isStepped);
    hidden += without;
    placed.forEach(({ x, opacity, isFlying }, i) => {
      const { flight, px } = ofOne[i]!;
      const left = sender === 'client' ? x : lanePx - px - x;
      const element = elements.get(flight);
      if (element) write(element, { left: left.toFixed(1), opacity: opacity.toFixed(2), isFlying });
    });
  }
  const text = hidden > 0 ? noteOf(hidden) : '';
  if (note.current && note.current.textContent !== text) note.current.textContent = text;
}

interface Written {
  readonly left: string;
  readonly opacity: string;
  readonly isFlying: boolean;
}

const written = new WeakMap<HTMLElement, Written>();

function write(element: HTMLElement, next: Written): void {
  const before = written.get(element);
  written.set(element, next);
  const { style, dataset } = element;
  if (before?.left !== next.left) style.transform = `translateX(${next.left}px)`;
  if (before?.opacity !== next.opacity) {
    style.opacity = next.opacity;
    // What is invisible is hidden from keyboard and screen reader, too.
    style.visibility = Number(next.opacity) === 0 ? 'hidden' : 'visible';
  }
  if (before?.isFlying !== next.isFlying) dataset.flying = String(next.isFlying);
}
