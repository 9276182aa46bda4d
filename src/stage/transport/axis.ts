import { countUpTo } from '../../timeline';

/** Silence that is not drawn to scale: where it lies on the line, and how long it really was. */
export interface Folded {
  readonly from: number;
  readonly to: number;
  readonly micros: number;
}

/** All of a capture's time on a line from 0 to 1: to scale while something happens, silence folded. */
export interface Axis {
  /** Shares before the first and after the last instant are 0 and 1. */
  toShare(atMicros: number): number;
  toCapture(share: number): number;
  readonly folds: readonly Folded[];
}

/** More silences than this are not folded one by one: then only the longest are. */
const MAX_FOLDS = 24;
const FOLD_SHARE = 0.05;
const MAX_FOLDED_SHARE = 0.4;
/** A stretch gets at least this share of the time in which something happens, else a handshake beside an hour of chat would vanish. */
const LEAST_STRETCH = 1 / 40;

/** The axis for these stretches of activity (sorted, microseconds), whose gaps are the silences. */
export function axisOf(starts: readonly number[], ends: readonly number[]): Axis {
  const least = foldFrom(starts, ends);
  // Knots of a piecewise linear map: stretch, fold, stretch, fold, …
  const at: number[] = [];
  for (let i = 0; i < starts.length; i++) {
    if (i === 0 || starts[i]! - ends[i - 1]! >= least) at.push(starts[i]!, ends[i]!);
    else at[at.length - 1] = ends[i]!;
  }
  const share = sharesOf(at);
  const folds: Folded[] = [];
  for (let i = 1; i + 1 < at.length; i += 2) {
    folds.push({ from: share[i]!, to: share[i + 1]!, micros: at[i + 1]! - at[i]! });
  }
  return {
    folds,
    toShare: (atMicros) => between(at, share, atMicros),
    toCapture: (place) => between(share, at, place),
  };
}

/** From which length on a silence is folded, so that not too many are. */
function foldFrom(starts: readonly number[], ends: readonly number[]): number {
  let least = 0;
  for (;;) {
    let folds = 0;
    let shortest = Number.POSITIVE_INFINITY;
    for (let i = 1; i < starts.length; i++) {
      const silence = starts[i]! - ends[i - 1]!;
      if (silence < least) continue;
      folds++;
      shortest = Math.min(shortest, silence);
    }
    if (folds <= MAX_FOLDS) return least;
    least = shortest * 2;
  }
}

function sharesOf(at: readonly number[]): number[] {
  const stretches = at.length / 2;
  const foldShare = stretches < 2 ? 0 : Math.min(FOLD_SHARE, MAX_FOLDED_SHARE / (stretches - 1));
  let busy = 0;
  for (let i = 0; i < at.length; i += 2) busy += at[i + 1]! - at[i]!;
  const weights: number[] = [];
  for (let i = 0; i < at.length; i += 2) weights.push(Math.max(1, at[i + 1]! - at[i]!, busy * LEAST_STRETCH));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share: number[] = [];
  let place = 0;
  for (const weight of weights) {
    share.push(place);
    place += (weight / total) * (1 - foldShare * (stretches - 1));
    share.push(place);
    place += foldShare;
  }
  if (share.length > 0) share[share.length - 1] = 1;
  return share;
}

/** Where `value` of the sorted `from` stands in `to`, linear between its neighbours. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  const after = countUpTo(from, value);
  if (after === 0) return to[0] ?? 0;
  if (after === from.length) return to[after - 1]!;
  const [low, high] = [from[after - 1]!, from[after]!];
  return to[after - 1]! + ((value - low) / (high - low)) * (to[after]! - to[after - 1]!);
}
