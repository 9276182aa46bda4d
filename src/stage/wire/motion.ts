import { REST_MS } from '../../timeline/bunch';

interface Way {
  readonly leave: number;
  readonly land: number;
  /** When its rest ends; by default, as for a unit alone. */
  readonly gone?: number;
}

/** 0 at the sender's edge, 1 at the receiver's; stepped: half way in flight. In stage time, milliseconds. */
export function positionAt({ leave, land }: Way, stage: number, isStepped = false): number {
  const flown = Math.min(1, Math.max(0, (stage - leave) / Math.max(0.001, land - leave)));
  return isStepped && flown < 1 ? 0.5 : flown;
}

/** At the end of its rest, an arrived unit fades; then its space closes. */
const FADES_FROM = 0.55;
const CLOSES_FROM = 0.85;

/** 1 in flight and at rest; fades at the end of the rest, and appears on leaving. Stepped: 0 or 1. */
export function opacityAt(way: Way, stage: number, isStepped = false): number {
  const { leave, land } = way;
  const appeared = land - leave < 60 ? 1 : Math.min(1, Math.max(0, (stage - leave) / 60));
  const opacity = Math.min(appeared, 1 - shareOf(way, stage, FADES_FROM, CLOSES_FROM));
  return isStepped ? Math.ceil(opacity) : opacity;
}

/** How much of the rest between these two shares is over. */
function shareOf({ land, gone = land + REST_MS }: Way, stage: number, from: number, to: number): number {
  const restedMs = REST_MS - (gone - stage);
  return Math.min(1, Math.max(0, (restedMs / REST_MS - from) / (to - from)));
}

/** In a longer flight one sees it pass what rests where it leaves. */
const SEEN_MS = 200;

/**
 * On the lane that both directions share, a resting unit fades sooner when another leaves from its place: a request
 * gives way to its answer. Both lists are oldest first.
 */
export function giveWay<T extends Required<Way>>(resting: readonly T[], leaving: readonly Way[]): T[] {
  return resting.map((capsule) => {
    const next = leaving.find((other) => other.leave >= capsule.land && other.land - other.leave > SEEN_MS);
    if (!next) return capsule;
    const fadedAt = Math.max(next.leave, capsule.land + REST_MS * (CLOSES_FROM - FADES_FROM));
    return { ...capsule, gone: Math.min(capsule.gone, fadedAt + REST_MS * (1 - CLOSES_FROM)) };
  });
}

/** Between two capsules in a row, pixels. */
const GAP_PX = 6;

/** Space for the arrow before a capsule. */
const ARROW_PX = 24;

/** What to place: its flight, its width, and how many units it stands for. */
export interface Queued extends Way {
  readonly px: number;
  readonly count: number;
  /** It gets half way, and reaches nobody. */
  readonly isSwallowed?: boolean;
}

/** The place of a capsule: `x` in pixels from the sender's edge to the capsule's near end. */
interface Placed {
  readonly x: number;
  /** 0 when it does not fit. */
  readonly opacity: number;
  /** In flight, with nothing before it. */
  readonly isFlying: boolean;
}

/**
 * Places the capsules of one direction, oldest first, on a lane of this length. None overtakes or covers another: one
 * that reaches resting ones waits behind them, and moves up as they fade. `hidden` counts the units that do not fit.
 */
export function placeAll(capsules: readonly Queued[], stage: number, lanePx: number, isStepped = false) {
  const placed: Placed[] = [];
  let hidden = 0;
  let limit = lanePx;
  for (const capsule of capsules) {
    const { px, count, land, isSwallowed = false } = capsule;
    const opacity = opacityAt(capsule, stage, isStepped);
    // One that is wider than the lane has it alone.
    const room = Math.max(0, lanePx - px);
    const way = isSwallowed ? room / 2 : room;
    const x = Math.min(positionAt(capsule, stage, isStepped) * way, limit - Math.min(px, lanePx));
    const hasRoom = x >= 0;
    if (!hasRoom) hidden += count;
    const isFree = limit - x - px >= ARROW_PX;
    placed.push({ x, opacity: hasRoom ? opacity : 0, isFlying: stage < land && isFree });
    const closed = isStepped ? 0 : shareOf(capsule, stage, CLOSES_FROM, 1);
    limit = x - GAP_PX + (limit - x + GAP_PX) * closed;
  }
  return { placed, hidden };
}
