import type { Peer } from '../../protocol/unit';

/** Where the columns stand, in pixels. */
export interface Columns {
  readonly width: number;
  readonly times: number;
  readonly step: number;
}

const MOST_LANES_PX = 84;

/** Columns for this many lanes in this width. */
export function columnsFor(width: number, lanes: number): Columns {
  const step = lanes > 1 ? Math.min(14, MOST_LANES_PX / (lanes - 1)) : 0;
  return { width, times: width < 430 ? 62 : 84, step };
}

/** The x of one end of one lane: lanes nest from the outside in. */
export function columnX({ width, times, step }: Columns, lane: number, end: Peer): number {
  return end === 'client' ? times + 12 + lane * step : width - (width < 430 ? 14 : 32) - lane * step;
}
