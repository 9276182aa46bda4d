import type { LayerId } from '../../protocol/unit';
import type { Axis } from './axis';
import { type Bins, KINDS, SHOWN_LAYERS } from './density';

/** The bars of one layer as an SVG path, in pixels; up from y = 0 for the client, down for the server. */
export interface Bars {
  readonly layer: LayerId;
  readonly path: string;
}

/** The width of a bar with its gap. */
const COLUMN_PX = 3;
const BAR_PX = 2;
/** From the middle line to the start of a bar. */
const GAP_PX = 1.5;
const LEAST_PX = 5;
/** This many units make a bar full height, unless another has more. */
const TALL_UNITS = 8;

/** The density as stacked bars on a line of this width, up to `tallest` pixels each way. */
export function barsOf(bins: Bins, axis: Axis, width: number, tallest: number): readonly Bars[] {
  const columns = Math.max(1, Math.floor(width / COLUMN_PX));
  const counts = new Float64Array(columns * KINDS);
  for (let i = 0; i < bins.index.length; i++) {
    const at = (bins.index[i]! + 0.5) * bins.micros;
    const column = Math.min(columns - 1, Math.floor(axis.toShare(at) * columns));
    for (let kind = 0; kind < KINDS; kind++) {
      counts[column * KINDS + kind]! += bins.counts[i * KINDS + kind]!;
    }
  }
  const most = mostIn(counts);
  const paths = SHOWN_LAYERS.map(() => '');
  for (let column = 0; column < columns; column++) {
    const x = (column * width) / columns;
    for (const sender of [0, 1]) stack(paths, counts, column, sender, x, tallest, most);
  }
  return SHOWN_LAYERS.map((layer, i) => ({ layer, path: paths[i]! })).filter(({ path }) => path !== '');
}

/** The largest number of units in one bar. */
function mostIn(counts: Float64Array): number {
  let most = TALL_UNITS;
  for (let at = 0; at < counts.length; at += KINDS) {
    most = Math.max(most, sumOf(counts, at), sumOf(counts, at + 1));
  }
  return most;
}

function sumOf(counts: Float64Array, at: number): number {
  let sum = 0;
  for (let kind = 0; kind < KINDS; kind += 2) sum += counts[at + kind]!;
  return sum;
}

/** A square root: a single unit stays visible beside thousands. */
function stack(
  paths: string[],
  counts: Float64Array,
  column: number,
  sender: number,
  x: number,
  tallest: number,
  most: number,
): void {
  const at = column * KINDS + sender;
  const sum = sumOf(counts, at);
  if (sum === 0) return;
  const tall = LEAST_PX + (tallest - GAP_PX - LEAST_PX) * Math.sqrt(sum / most);
  const way = sender === 0 ? -1 : 1;
  let y = GAP_PX;
  for (let layer = 0; layer < SHOWN_LAYERS.length; layer++) {
    const count = counts[at + layer * 2]!;
    if (count === 0) continue;
    const part = (tall * count) / sum;
    paths[layer] +=
      `M${x.toFixed(1)} ${(way * y).toFixed(1)}h${BAR_PX}v${(way * part).toFixed(1)}h-${BAR_PX}z`;
    y += part;
  }
}
