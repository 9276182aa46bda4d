export const TOP_PX = 34;

/** How far the laying out has come: what is settled is taken up from here. */
export interface Place {
  count: number;
  y: number;
  /** The lowest end of an arrow. */
  lowest: number;
  sentAt: number;
  /** Nothing is in flight since then. */
  quietSince: number;
  flying: number;
  rows: number;
  /** Left out by the filter. */
  hidden: number;
  /** How many of the losses stand in it. */
  missed: number;
  folds: number;
  lifelines: number;
  /** The lowest thing at each end: line index × 2, + 1 for the server. */
  ends: Map<number, number>;
  lanes: (number | null)[];
}

/** Before anything has happened. */
export function start(): Place {
  return {
    count: 0,
    y: TOP_PX,
    lowest: 0,
    sentAt: 0,
    quietSince: 0,
    flying: 0,
    rows: 0,
    hidden: 0,
    missed: 0,
    folds: 0,
    lifelines: 0,
    ends: new Map(),
    lanes: [],
  };
}
