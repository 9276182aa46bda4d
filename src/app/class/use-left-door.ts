import { type RefObject, useEffect, useState } from 'react';
import type { Speed } from '../../timeline';

const KEY = 'wire101:one-wire';

/** What a page with a door open leaves to the next one in its tab: the door, and the speed that its stage had before. */
interface Left {
  readonly door: string;
  readonly speed: Speed | null;
}

/**
 * What the page has left which this one follows in its tab; null for none. That page's lab has ended with it. Windows that a page opens get
 * nothing.
 */
export function useLeftDoor(door: string | null, speed: RefObject<Speed | null>): Left | null {
  const [left] = useState(() => taken());
  useEffect(() => {
    if (door === null) return;
    const leave = () => keep({ door, speed: speed.current });
    window.addEventListener('pagehide', leave);
    // It was only put aside, and is back.
    window.addEventListener('pageshow', taken);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', taken);
    };
  }, [door, speed]);
  return left;
}

function taken(): Left | null {
  try {
    const left = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return JSON.parse(left ?? 'null');
  } catch {
    return null;
  }
}

/** Without storage, the class learns of it when nothing answers any more. */
function keep(left: Left): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(left));
  } catch {
    // Full, or switched off.
  }
}
