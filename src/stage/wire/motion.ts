import type { Peer } from '../../protocol/unit';
import { REST_MS } from '../../timeline/bunch';

interface Way {
  readonly leave: number;
  readonly land: number;
  /** When its rest ends; by default, as for a unit alone. */
  readonly gone?: number;
}

/** 0 at the sender's edge, 1 at the receiver's; stepped: half way in flight. In stage time, milliseconds. */
export function positionAt({ leave, land }: Way, stage: number, isStepped = false): number {
  const flown = share(stage, leave, land);
  return isStepped && flown < 1 ? 0.5 : flown;
}

/** An arrived unit fades between these shares of its rest. */
const FADES_FROM = 0.55;
const FADES_TO = 0.85;
/** It fades in this time where another comes to its place. */
const YIELD_MS = 150;
/** A shorter flight is over before one sees what it passes. */
const SEEN_MS = 200;

/** Between two capsules in a row, pixels. */
const GAP_PX = 6;
/** Space for the arrow before a capsule. */
const ARROW_PX = 24;

/** What to place: its flight and its width. */
export interface Queued extends Way {
  readonly px: number;
  /** It gets half way, and reaches nobody. */
  readonly isSwallowed?: boolean;
  /** Another leaves from where it rests: it is gone by then. */
  readonly yieldsAt?: number;
}

/** The place of a capsule: `x` in pixels from the sender's edge to the capsule's near end. */
export interface Placed {
  readonly x: number;
  /** Never wider than the lane. */
  readonly px: number;
  /** 0 when there is no room for it. */
  readonly opacity: number;
  /** In flight, with nothing before it. */
  readonly isFlying: boolean;
}

/** When something that has arrived fades: wholly gone at the end. */
interface Fade {
  readonly from: number;
  readonly to: number;
}

/**
 * Places the capsules of one direction, oldest first, on a lane of this length. Each goes from end to end, in front of
 * those that follow; one that has arrived is gone when the next comes to its place.
 */
export function placeAll(
  capsules: readonly Queued[],
  stage: number,
  lanePx: number,
  isStepped = false,
): Placed[] {
  const placed: Placed[] = [];
  let limit = lanePx;
  capsules.forEach((capsule, i) => {
    const { land } = capsule;
    const px = Math.min(capsule.px, lanePx);
    const end = endOf(capsule, lanePx);
    const x = Math.min(positionAt(capsule, stage, isStepped) * end, limit - px);
    const next = capsules[i + 1];
    const fade = fadeOf(capsule, next, lanePx);
    const opacity = x < 0 ? 0 : opacityAt(capsule, fade, stage, isStepped);
    placed.push({ x, px, opacity, isFlying: stage < land && limit - x - px >= ARROW_PX });
    const behind = x - GAP_PX;
    if (stage < land || stage < fade.to) limit = behind;
    // The next one was held up behind it, and catches up.
    else if (next && !isFree(capsule, next, lanePx))
      limit = behind + (limit - behind) * share(stage, fade.to, next.land);
  });
  return placed;
}

/** A capsule as a box on its lane, in pixels from the client's edge. */
interface Box extends Omit<Placed, 'opacity'> {
  readonly left: number;
  opacity: number;
}

type Sides<Item> = Readonly<Record<Peer, readonly Item[]>>;

/**
 * The boxes of a lane: of one side, or of both where they use it in turns. There the lane may be too short for what
 * rests at both ends, and the newer has it.
 */
export function placeSides(
  isInTurns: boolean,
  sides: Sides<Queued>,
  stage: number,
  lanePx: number,
  isStepped = false,
): Sides<Box> {
  const boxes = {
    client: placeAll(sides.client, stage, lanePx, isStepped).map((placed) => ({ ...placed, left: placed.x })),
    server: placeAll(sides.server, stage, lanePx, isStepped).map((placed) => ({
      ...placed,
      left: lanePx - placed.x - placed.px,
    })),
  };
  if (!isInTurns) return boxes;
  boxes.client.forEach((client, i) => {
    boxes.server.forEach((server, j) => {
      if (client.opacity === 0 || server.opacity === 0 || !overlap(client, server)) return;
      const isClientNewer = sides.client[i]!.leave > sides.server[j]!.leave;
      const { leave, land } = isClientNewer ? sides.client[i]! : sides.server[j]!;
      // A flight too short to be seen only hides what it passes for an instant: it is shown where it arrives.
      const hidesNewer = stage < land && land - leave <= SEEN_MS;
      const hidden = isClientNewer === hidesNewer ? client : server;
      hidden.opacity = 0;
    });
  });
  return boxes;
}

const overlap = (a: Box, b: Box): boolean => a.left < b.left + b.px && b.left < a.left + a.px;

/** What rests is gone when another leaves from its place. Both lists are oldest first. */
export function giveWay<T extends Way>(
  resting: readonly T[],
  leaving: readonly Way[],
): readonly (T & Pick<Queued, 'yieldsAt'>)[] {
  return resting.map((capsule) => {
    const next = leaving.find(({ leave, land }) => leave >= capsule.land && land - leave > SEEN_MS);
    return next ? { ...capsule, yieldsAt: next.leave } : capsule;
  });
}

/** Where it comes to rest: the near end of it. */
function endOf({ px, isSwallowed = false }: Queued, lanePx: number): number {
  const room = lanePx - Math.min(px, lanePx);
  return isSwallowed ? room / 2 : room;
}

/** When the head of `next`, on its way, comes to where `capsule` rests. */
function touchOf(capsule: Queued, next: Queued, lanePx: number): number {
  const way = endOf(next, lanePx);
  const free = endOf(capsule, lanePx) - GAP_PX - Math.min(next.px, lanePx);
  return next.leave + (next.land - next.leave) * (way <= 0 ? 0 : Math.min(1, Math.max(0, free / way)));
}

/** There is time for `capsule` to fade before `next` comes to its place. */
function isFree(capsule: Queued, next: Queued, lanePx: number): boolean {
  return touchOf(capsule, next, lanePx) >= capsule.land + YIELD_MS;
}

function fadeOf(capsule: Queued, next: Queued | undefined, lanePx: number): Fade {
  const { land, gone = land + REST_MS, yieldsAt } = capsule;
  const fades = [{ from: gone - (1 - FADES_FROM) * REST_MS, to: gone - (1 - FADES_TO) * REST_MS }];
  if (yieldsAt !== undefined) fades.push({ from: Math.max(land, yieldsAt - YIELD_MS), to: yieldsAt });
  if (next && isFree(capsule, next, lanePx)) {
    const touch = touchOf(capsule, next, lanePx);
    fades.push({ from: touch - YIELD_MS, to: touch });
  } else if (next) {
    fades.push({ from: land, to: land + Math.min(YIELD_MS, Math.max(0, next.land - land) / 2) });
  }
  return fades.reduce((first, fade) => (fade.to < first.to ? fade : first));
}

/** 1 in flight and at rest; it appears on leaving. Stepped: 0 or 1. */
function opacityAt({ leave, land }: Queued, fade: Fade, stage: number, isStepped: boolean): number {
  const appeared = land - leave < 60 ? 1 : share(stage, leave, leave + 60);
  const opacity = Math.min(appeared, stage < land ? 1 : 1 - share(stage, fade.from, fade.to));
  return isStepped ? Math.ceil(opacity) : opacity;
}

/** How much of the time from `from` to `to` is over. */
function share(stage: number, from: number, to: number): number {
  if (stage >= to) return 1;
  return stage <= from ? 0 : (stage - from) / (to - from);
}
