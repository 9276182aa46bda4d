export const TOP_PX = 34;

/** How far the layout has come; it continues from the settled part. */
export interface Place {
  count: number;
  y: number;
  /** The lowest end of an arrow. */
  lowest: number;
  sentAt: number;
  /** Since when nothing is in flight. */
  quietSince: number;
  flying: number;
  rows: number;
  /** Hidden by the filter. */
  hidden: number;
  /** How many of the losses are laid out. */
  missed: number;
  folds: number;
  lifelines: number;
  /** The lowest y at each end: connection id × 2, + 1 for the server. */
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
