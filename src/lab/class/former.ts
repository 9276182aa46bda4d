import type { Done } from './done';
import type { ClassStore } from './kept';

/** Who a browser was in a class, in a tab that may be closed: whoever joins again with this key is the same member. */
export interface Former {
  /** Secret. */
  readonly key: string;
  readonly done: Done;
}

interface Kept extends Former {
  /** Unix time, milliseconds. */
  readonly untilMs: number;
}

const NAME = 'wire101:members';
/** Longer than any lecture. */
const LIFE_MS = 4 * 60 * 60_000;

/** Who this browser was in the class with this code; null when it was nobody, or too long ago. */
export function readFormer(store: ClassStore | null, code: string): Former | null {
  return readAll(store).get(code) ?? null;
}

/** Keeps it for a while; null forgets it. */
export function keepFormer(store: ClassStore | null, code: string, former: Former | null): void {
  const all = readAll(store);
  if (former) all.set(code, { ...former, untilMs: Date.now() + LIFE_MS });
  else all.delete(code);
  try {
    store?.setItem(NAME, JSON.stringify(Object.fromEntries(all)));
  } catch {
    // Full, or switched off.
  }
}

function readAll(store: ClassStore | null): Map<string, Kept> {
  try {
    const all = Object.entries(JSON.parse(store?.getItem(NAME) ?? '{}') as Record<string, Kept | null>);
    return new Map(
      all.flatMap(([code, kept]) => {
        const isValid = kept && /^[0-9a-f]{32}$/.test(kept.key) && kept.untilMs > Date.now();
        return isValid ? [[code, kept]] : [];
      }),
    );
  } catch {
    return new Map();
  }
}
