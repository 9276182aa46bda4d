/** How fast what is shown may be renewed. */
export interface Pace {
  /** Changes a second that a reader can follow: while no more come, each is shown at once. */
  readonly readablePerSecond: number;
  /** While more come, what is shown is renewed this often. */
  readonly renewMs: number;
}

/** With every change that the capture tells of: once per animation frame. */
export const EVERY_CHANGE: Pace = { readablePerSecond: 0, renewMs: 0 };
/** Nobody reads a sentence that is replaced sooner. */
export const SENTENCES: Pace = { readablePerSecond: 0, renewMs: 500 };
/** Rows, bars and the like: in a burst, mounting them is what costs. */
export const ROWS: Pace = { readablePerSecond: 60, renewMs: 250 };

/** What tells that something may have changed; returns what stops it. */
export type Subscribe = (listener: () => void) => () => void;

/** What React renders from: a value, and news of it. */
export interface RevisionStore {
  get(): number | string;
  subscribe(listener: () => void): () => void;
}

/**
 * The value of `read`, looked at when one of `sources` tells of a change, and told on at this pace. The first change after
 * a rest is told at once, and so is the last of a burst, `renewMs` after the one before it. Numbers count changes: their
 * difference is how many there were. Nothing is scheduled while nothing changes.
 */
export function revisionStore(
  read: () => number | string,
  { readablePerSecond, renewMs }: Pace,
  sources: readonly Subscribe[],
): RevisionStore {
  let shown = read();
  let shownAtMs = performance.now() - renewMs;
  let readable = readablePerSecond;
  const readableAt = (nowMs: number) =>
    Math.min(readablePerSecond, readable + ((nowMs - shownAtMs) * readablePerSecond) / 1000);
  const subscribe: Subscribe = (listener) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = () => {
      timer = undefined;
      const [value, nowMs] = [read(), performance.now()];
      readable = Math.max(0, readableAt(nowMs) - changesBetween(shown, value));
      shownAtMs = nowMs;
      if (value === shown) return;
      shown = value;
      listener();
    };
    const look = () => {
      if (timer !== undefined) return;
      const changes = changesBetween(shown, read());
      if (changes === 0) return;
      const nowMs = performance.now();
      const waitMs = changes <= readableAt(nowMs) ? 0 : renewMs - (nowMs - shownAtMs);
      if (waitMs <= 0) renew();
      else timer = setTimeout(renew, waitMs);
    };
    const stops = sources.map((source) => source(look));
    look();
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  };
  return { get: () => shown, subscribe };
}

function changesBetween(from: number | string, to: number | string): number {
  if (typeof from === 'number' && typeof to === 'number') return Math.abs(to - from);
  return from === to ? 0 : 1;
}
