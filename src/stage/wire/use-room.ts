import { type RefObject, useLayoutEffect, useState } from 'react';
import { MAX_CAPSULES } from '../../timeline';

/** Width of a capsule with a short label and its gap. */
const CAPSULE_PX = 150;
/** The share of the wire's width for a lane. */
const LANE_SHARE = 0.9;
/** The least height in which a large cable with its facts fits. */
const LARGE_PX = 196;

interface Room {
  /** How many capsules fit on a lane of this wire: 2 on a phone. */
  readonly most: number;
  /** How many stubs have room beside a large cable; less than 0 without room for that. */
  readonly besideLarge: number;
  /** How many ended connections fit as stubs of their own. */
  readonly stubs: number;
}

/** Height of a stub, and what else stands beside several of them. */
const STUB_PX = 22;
const BESIDE_STUBS_PX = 100;
const MOST_STUBS = 8;
/** How many keep a stub where the wire is as high as what is on it. */
export const LEAST_STUBS = 3;

/** The room that this wire has. */
export function useRoom(wire: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ most: MAX_CAPSULES, besideLarge: -1, stubs: LEAST_STUBS });
  useLayoutEffect(() => {
    const measure = () => {
      const { clientWidth = 0, clientHeight = 0 } = wire.current ?? {};
      const most = mostOn(clientWidth);
      // What is said of a stub may take two lines.
      const besideLarge = Math.min(MOST_STUBS, Math.floor((clientHeight - LARGE_PX) / (2 * STUB_PX)));
      const stubs = stubsIn(clientHeight);
      setRoom((before) =>
        before.most === most && before.besideLarge === besideLarge && before.stubs === stubs
          ? before
          : { most, besideLarge, stubs },
      );
    };
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(wire.current!);
    return () => observer.disconnect();
  }, [wire]);
  return room;
}

function stubsIn(wirePx: number): number {
  const fit = Math.floor((wirePx - BESIDE_STUBS_PX) / STUB_PX);
  return Math.min(MOST_STUBS, Math.max(LEAST_STUBS, fit));
}

function mostOn(wirePx: number): number {
  return Math.min(MAX_CAPSULES, Math.max(2, Math.floor((wirePx * LANE_SHARE) / CAPSULE_PX)));
}
