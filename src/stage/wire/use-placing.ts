import { cancelFrame, frame } from 'framer-motion';
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import type { Peer } from '../../protocol/unit';
import type { Playback } from '../../timeline';
import { setText } from '../../ui/set-text';
import { placeSides, type Queued } from './motion';

/** A capsule to be placed on a lane. */
interface PlacedCapsule extends Queued {
  /** Its key within the lane. */
  readonly flight: number;
  readonly sender: Peer;
  /** How many units it stands for. */
  readonly count: number;
}

interface Options {
  readonly way: 'turns' | 'toServer' | 'toClient';
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

/** A note of what has no room is shown only where nothing comes near: pixels. */
const NOTE_PX = 120;

function placeElements(options: Options, elements: ReadonlyMap<number, HTMLElement>, lanePx: number): void {
  const { way, capsules, playback, isStepped, more, note, noteOf } = options;
  const stage = playback.stage.get();
  const client = capsules.filter(({ sender }) => sender === 'client');
  const server = capsules.filter(({ sender }) => sender === 'server');
  const sides = placeSides(way === 'turns', { client, server }, stage, lanePx, isStepped);
  let hidden = more;
  let nearest = lanePx;
  for (const [side, placed] of [
    [client, sides.client],
    [server, sides.server],
  ] as const) {
    placed.forEach(({ left, px, x, opacity, isFlying }, i) => {
      const { flight, count } = side[i]!;
      if (x < 0) hidden += count;
      else if (opacity > 0) nearest = Math.min(nearest, x);
      const element = elements.get(flight);
      const width = px.toFixed(0);
      if (element) write(element, { left: left.toFixed(1), width, opacity: opacity.toFixed(2), isFlying });
    });
  }
  const text = hidden > 0 && nearest >= NOTE_PX ? noteOf(hidden) : '';
  if (note.current) setText(note.current, text);
}

interface Written {
  readonly left: string;
  readonly width: string;
  readonly opacity: string;
  readonly isFlying: boolean;
}

const written = new WeakMap<HTMLElement, Written>();

function write(element: HTMLElement, next: Written): void {
  const before = written.get(element);
  written.set(element, next);
  const { style, dataset } = element;
  if (before?.left !== next.left) style.transform = `translateX(${next.left}px)`;
  if (before?.width !== next.width) style.width = `${next.width}px`;
  if (before?.opacity !== next.opacity) {
    style.opacity = next.opacity;
    // What is invisible is hidden from keyboard and screen reader, too.
    style.visibility = Number(next.opacity) === 0 ? 'hidden' : 'visible';
  }
  if (before?.isFlying !== next.isFlying) dataset.flying = String(next.isFlying);
}
