import type { Cable } from '../../timeline';

/** How many open cables are drawn in full, and how many more as thin lines; others are only counted. */
export const FULL = 3;
export const THIN = 5;

/** How each open cable is drawn, in the order of opening. */
interface Arrangement {
  readonly rows: readonly { readonly cable: Cable; readonly isThin: boolean }[];
  /** Open and quiet, not drawn at all. */
  readonly hidden: number;
}

/**
 * A few cables share all the room; of many, the busiest do, and quiet ones become lines. A cable stays in full while
 * something is on it, so that busy ones do not swap places every frame.
 */
export function arrange(
  open: readonly Cable[],
  before: ReadonlySet<number>,
  selected: number | null,
  showsAll: boolean,
): Arrangement {
  if (open.length <= FULL) return { rows: open.map((cable) => ({ cable, isThin: false })), hidden: 0 };
  const rank = (cable: Cable) =>
    (cable.connection.id === selected ? 4 : 0) +
    (before.has(cable.connection.id) && cable.capsules.length > 0 ? 2 : 0) +
    (cable.capsules.length > 0 ? 1 : 0);
  const ranked = [...open].sort((a, b) => rank(b) - rank(a) || b.lastAt - a.lastAt);
  const full = new Set(ranked.slice(0, FULL));
  const shown = new Set(showsAll ? ranked : ranked.slice(0, FULL + THIN));
  const rows = open.filter((cable) => shown.has(cable)).map((cable) => ({ cable, isThin: !full.has(cable) }));
  return { rows, hidden: open.length - rows.length };
}
