import { countUpTo } from '../../timeline';

/** Silence that is not to scale: its place on the line, and its true length. */
export interface Folded {
  readonly from: number;
  readonly to: number;
  readonly micros: number;
}

/** All of a capture's time on a line from 0 to 1: activity to scale, silence folded. */
export interface Axis {
  /** Clamped to 0 and 1 outside the capture. */
  toShare(atMicros: number): number;
  toCapture(share: number): number;
  readonly folds: readonly Folded[];
}

/** With more silences than this, only the longest are folded. */
const MAX_FOLDS = 24;
const FOLD_SHARE = 0.05;
const MAX_FOLDED_SHARE = 0.4;
/** The least share of a stretch in the active time, so that a handshake beside an hour of chat stays visible. */
const LEAST_STRETCH = 1 / 40;

/** The axis for these stretches of activity (sorted, microseconds); the gaps are the silences. */
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

/** The least length of a folded silence, so that not too many are. */
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

/** Maps `value` from the sorted `from` to `to`, linearly between neighbours. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  const after = countUpTo(from, value);
  if (after === 0) return to[0] ?? 0;
  if (after === from.length) return to[after - 1]!;
  const [low, high] = [from[after - 1]!, from[after]!];
  return to[after - 1]! + ((value - low) / (high - low)) * (to[after]! - to[after - 1]!);
}
