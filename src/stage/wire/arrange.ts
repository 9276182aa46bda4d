import type { Cable } from '../../timeline';

/** How many open cables are drawn: the six that a browser opens to one server, and two more. Others are only counted. */
export const SHOWN = 8;

/** The cables that are drawn, in the order of opening. */
interface Arrangement {
  readonly rows: readonly Cable[];
  /** Open and quiet, not drawn at all. */
  readonly hidden: number;
  /** How many of these are of members of a class that joined this lab. */
  readonly hiddenGuests: number;
}

/**
 * Each cable has its place, up to a number; of more, the busiest have. A cable stays while something is on it, so that
 * busy ones do not swap places every frame.
 */
export function arrange(
  open: readonly Cable[],
  before: ReadonlySet<number>,
  selected: number | null,
  showsAll: boolean,
): Arrangement {
  if (showsAll || open.length <= SHOWN) return { rows: open, hidden: 0, hiddenGuests: 0 };
  const rank = (cable: Cable) =>
    (cable.connection.id === selected ? 4 : 0) +
    (before.has(cable.connection.id) && cable.capsules.length > 0 ? 2 : 0) +
    (cable.capsules.length > 0 ? 1 : 0);
  // A class gets the same at once: who sent something is of interest.
  const activeAt = ({ client, lastAt, lastSentAt }: Cable) => (client === 'guest' ? lastSentAt : lastAt);
  const ranked = [...open].sort((a, b) => rank(b) - rank(a) || activeAt(b) - activeAt(a));
  const shown = new Set(ranked.slice(0, SHOWN));
  const hiddenGuests = open.filter((cable) => cable.client === 'guest' && !shown.has(cable)).length;
  return { rows: open.filter((cable) => shown.has(cable)), hidden: open.length - SHOWN, hiddenGuests };
}
