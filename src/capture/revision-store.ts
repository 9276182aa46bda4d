/** How often the view may be renewed. */
export interface Pace {
  /** Changes a second that a reader can follow: while no more come, each is shown at once. */
  readonly readablePerSecond: number;
  /** While more come, the view is renewed this often. */
  readonly renewMs: number;
}

/** With every change that the capture reports: once per animation frame. */
export const EVERY_CHANGE: Pace = { readablePerSecond: 0, renewMs: 0 };
/** Nobody reads a sentence that is replaced sooner. */
export const SENTENCES: Pace = { readablePerSecond: 0, renewMs: 500 };
/** Rows, bars and the like: in a burst, mounting them is what costs. */
export const ROWS: Pace = { readablePerSecond: 60, renewMs: 250 };

/** Reports that something may have changed; the result stops it. */
export type Subscribe = (listener: () => void) => () => void;

/** Numbers that change with what is drawn. Where they count, their difference is the number of changes. */
export type Drawn = readonly number[];

/** What React renders from: what was drawn last, and notice of changes. */
interface RevisionStore {
  get(): Drawn;
  subscribe(listener: () => void): () => void;
  /**
   * Takes note of what was drawn for another reason than a reported change. Without it, a view that was drawn between two
   * reports would stay as it is when the second report finds what the first one did.
   */
  drew(value: Drawn): void;
}

/**
 * What `read` gives, checked when one of `sources` reports a change, and passed on at this pace. The first change after a
 * rest is reported at once; the last of a burst always is, at most `renewMs` later. Nothing is scheduled while nothing
 * changes.
 */
export function revisionStore(
  read: () => Drawn,
  { readablePerSecond, renewMs }: Pace,
  sources: readonly Subscribe[],
): RevisionStore {
  let shown = read();
  let shownAtMs = performance.now() - renewMs;
  let readable = readablePerSecond;
  const readableAt = (nowMs: number) =>
    Math.min(readablePerSecond, readable + ((nowMs - shownAtMs) * readablePerSecond) / 1000);
  const looks = new Set<() => void>();
  const subscribe: Subscribe = (listener) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = () => {
      timer = undefined;
      const [value, nowMs] = [read(), performance.now()];
      readable = Math.max(0, readableAt(nowMs) - changesBetween(shown, value));
      shownAtMs = nowMs;
      if (changesBetween(shown, value) === 0) return;
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
    looks.add(look);
    look();
    return () => {
      looks.delete(look);
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  };
  const drew = (value: Drawn) => {
    if (changesBetween(shown, value) === 0) return;
    shown = value;
    for (const look of looks) look();
  };
  return { get: () => shown, subscribe, drew };
}

/** Compared one by one: a number that grows never cancels out one that shrinks. */
function changesBetween(from: Drawn, to: Drawn): number {
  let changes = Math.abs(to.length - from.length);
  for (let i = 0; i < Math.min(from.length, to.length); i++) changes += Math.abs(to[i]! - from[i]!);
  return changes;
}
