import { useEffect, useState } from 'react';

const KEY = 'wire101:one-wire';

/**
 * The door that the page had opened which this one follows in its tab; null for none. That page's lab has ended with it. A page that leaves
 * keeps `door` for the next one; windows that it opens get nothing.
 */
export function useLeftDoor(door: string | null): string | null {
  const [left] = useState(() => taken());
  useEffect(() => {
    if (door === null) return;
    const leave = () => keep(door);
    window.addEventListener('pagehide', leave);
    // It was only put aside, and is back.
    window.addEventListener('pageshow', taken);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', taken);
    };
  }, [door]);
  return left;
}

function taken(): string | null {
  try {
    const door = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return door;
  } catch {
    return null;
  }
}

/** Without storage, the class learns of it when nothing answers any more. */
function keep(door: string): void {
  try {
    sessionStorage.setItem(KEY, door);
  } catch {
    // Full, or switched off.
  }
}
