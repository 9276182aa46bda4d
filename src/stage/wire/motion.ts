import { REST_MS } from '../../timeline/bunch';

interface Way {
  readonly leave: number;
  readonly land: number;
  /** When it has had its rest; without it, the rest of a unit that stands alone. */
  readonly gone?: number;
}

/** 0 at the sender's edge, 1 at the receiver's; stepped: half way while in flight. All in stage time, milliseconds. */
export function positionAt({ leave, land }: Way, stage: number, isStepped = false): number {
  const flown = Math.min(1, Math.max(0, (stage - leave) / Math.max(0.001, land - leave)));
  return isStepped && flown < 1 ? 0.5 : flown;
}

/** At the end of its rest, what arrived fades; then the room that it had closes. */
const FADES_FROM = 0.55;
const CLOSES_FROM = 0.85;

/** Full while it flies and rests; it fades at the end of its rest, and appears as it leaves. Stepped: there or not. */
export function opacityAt(way: Way, stage: number, isStepped = false): number {
  const { leave, land } = way;
  const appeared = land - leave < 60 ? 1 : Math.min(1, Math.max(0, (stage - leave) / 60));
  const opacity = Math.min(appeared, 1 - shareOf(way, stage, FADES_FROM, CLOSES_FROM));
  return isStepped ? Math.ceil(opacity) : opacity;
}

/** How much of the piece of its rest that lies between these two shares is over. */
function shareOf({ land, gone = land + REST_MS }: Way, stage: number, from: number, to: number): number {
  const restedMs = REST_MS - (gone - stage);
  return Math.min(1, Math.max(0, (restedMs / REST_MS - from) / (to - from)));
}

/** A flight that takes longer can be seen to pass what rests where it leaves. */
const SEEN_MS = 200;

/**
 * On the one lane that both directions share, what rests at its destination fades sooner when something else leaves from
 * there: a request gives way to its answer. Both lists oldest first.
 */
export function giveWay<T extends Required<Way>>(resting: readonly T[], leaving: readonly Way[]): T[] {
  return resting.map((capsule) => {
    const next = leaving.find((other) => other.leave >= capsule.land && other.land - other.leave > SEEN_MS);
    if (!next) return capsule;
    const fadedAt = Math.max(next.leave, capsule.land + REST_MS * (CLOSES_FROM - FADES_FROM));
    return { ...capsule, gone: Math.min(capsule.gone, fadedAt + REST_MS * (1 - CLOSES_FROM)) };
  });
}

/** Between two capsules that stand one behind the other, pixels. */
const GAP_PX = 6;

/** What the arrow before a capsule needs. */
const ARROW_PX = 24;

/** What is to be placed: its way, its width, and how many units it stands for. */
export interface Queued extends Way {
  readonly px: number;
  readonly count: number;
  /** It gets half of the way, and reaches nobody. */
  readonly isSwallowed?: boolean;
}

/** Where a capsule stands: `x` in pixels from the sender's edge to the capsule's near end. */
interface Placed {
  readonly x: number;
  /** 0 when there is no room for it. */
  readonly opacity: number;
  /** On its way, with nothing before it. */
  readonly isFlying: boolean;
}

/**
 * Places the capsules of one direction, oldest first, on a lane of this length. None overtakes or covers another: who comes up
 * to those that rest waits behind them, and moves up as they fade. `hidden` counts the units for which there is no
 * room.
 */
export function placeAll(capsules: readonly Queued[], stage: number, lanePx: number, isStepped = false) {
  const placed: Placed[] = [];
  let hidden = 0;
  let limit = lanePx;
  for (const capsule of capsules) {
    const { px, count, land, isSwallowed = false } = capsule;
    const opacity = opacityAt(capsule, stage, isStepped);
    // One that is wider than the lane has it for itself.
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
