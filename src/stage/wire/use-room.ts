import { type RefObject, useLayoutEffect, useState } from 'react';
import { MAX_CAPSULES } from '../../timeline';

/** Width of a capsule with a short label and its gap. */
const CAPSULE_PX = 150;
/** The share of the wire's width for a lane. */
const LANE_SHARE = 0.9;

/** How many capsules fit on a lane of this wire: 2 on a phone. */
export function useRoom(wire: RefObject<HTMLElement | null>): number {
  const [most, setMost] = useState(MAX_CAPSULES);
  useLayoutEffect(() => {
    const measure = () => setMost(roomOf(wire.current?.clientWidth ?? 0));
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(wire.current!);
    return () => observer.disconnect();
  }, [wire]);
  return most;
}

function roomOf(wirePx: number): number {
  return Math.min(MAX_CAPSULES, Math.max(2, Math.floor((wirePx * LANE_SHARE) / CAPSULE_PX)));
}
