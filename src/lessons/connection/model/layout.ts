import type { ModelRun } from './model';

/** Where a run's instants lie on a ladder whose time runs down, in pixels of the drawing. */
export interface ModelLayout {
  /** The instants at which something happens, ascending, in model milliseconds. */
  readonly moments: readonly number[];
  readonly height: number;
  /** Silence that is not drawn to scale. */
  readonly folds: readonly { readonly from: number; readonly to: number; readonly ms: number }[];
  toY(atMs: number): number;
  toTime(y: number): number;
}

/** Where the first instant lies. */
const TOP_PX = 20;
const BOTTOM_PX = 16;
const PX_PER_MS = 1.8;
/** So that two labels do not overlap. */
const LEAST_PX = 17;
const MAX_PX = 40;
/** Longer silences are folded, and say how long they were. */
const FOLD_MS = 150;
const FOLD_PX = 62;

/** To scale while something happens, with room for each label; silence folded. */
export function layoutOf(run: ModelRun): ModelLayout {
  const moments = [...new Set(run.events.map(({ at }) => at))];
  const folds: { from: number; to: number; ms: number }[] = [];
  const ys: number[] = [];
  for (const [index, at] of moments.entries()) {
    const before = ys.at(-1) ?? TOP_PX;
    const ms = at - (moments[index - 1] ?? at);
    const isFold = ms > FOLD_MS;
    const way = isFold ? FOLD_PX : Math.min(MAX_PX, Math.max(LEAST_PX, ms * PX_PER_MS));
    if (isFold) folds.push({ from: before, to: before + way, ms });
    ys.push(index === 0 ? TOP_PX : before + way);
  }
  return {
    moments,
    folds,
    height: (ys.at(-1) ?? TOP_PX) + BOTTOM_PX,
    toY: (atMs) => between(moments, ys, atMs),
    toTime: (y) => between(ys, moments, y),
  };
}

/** Maps `value` from the ascending `from` to `to`: linear between its neighbours, clamped at the ends. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  const after = from.findIndex((bound) => bound > value);
  if (after === 0 || from.length === 0) return to[0] ?? 0;
  if (after === -1) return to.at(-1)!;
  const [low, high] = [from[after - 1]!, from[after]!];
  return to[after - 1]! + ((value - low) / (high - low)) * (to[after]! - to[after - 1]!);
}
