import type { Peer } from '../../protocol/unit';

/** Where the columns stand, in pixels. */
export interface Columns {
  readonly width: number;
  /** The times' column, and beside it the arcs'. */
  readonly times: number;
  readonly arcs: number;
  /** Connections stand side by side where each has room for its words; else their lines nest, this far apart. */
  readonly isBeside: boolean;
  readonly lanes: number;
  readonly step: number;
}

/** The outermost line from the innermost; the words between must keep their room. */
const MAX_LANES_PX = { narrow: 40, wide: 84 } as const;
/** A column narrower than this cuts off most labels. */
const COLUMN_PX = 220;
const NARROW_PX = 430;
/** Room for the arcs that stand outside a line. */
const ARCS_PX = { narrow: 36, wide: 44 } as const;

/** Columns for this many lanes in this width. */
export function columnsFor(width: number, lanes: number, hasArcs = false): Columns {
  const isNarrow = width < NARROW_PX;
  const times = isNarrow ? 58 : 72;
  const arcs = hasArcs ? ARCS_PX[isNarrow ? 'narrow' : 'wide'] : 6;
  const isBeside = lanes > 1 && (width - times) / lanes >= COLUMN_PX;
  const step = lanes > 1 ? Math.min(14, MAX_LANES_PX[isNarrow ? 'narrow' : 'wide'] / (lanes - 1)) : 0;
  return { width, times, arcs, isBeside, lanes, step };
}

/** The x of one end of one lane: in a column of its own, or nested from the outside in. */
export function columnX(columns: Columns, lane: number, end: Peer): number {
  const { width, times, arcs, isBeside, lanes, step } = columns;
  const margin = Math.max(arcs, width < NARROW_PX ? 12 : 26);
  if (isBeside) {
    const column = (width - times) / lanes;
    const left = times + lane * column;
    return end === 'client' ? left + margin : left + column - margin;
  }
  return end === 'client' ? times + arcs + lane * step : width - margin - lane * step;
}
