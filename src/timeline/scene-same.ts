import type { Cable, Capsule, Scene } from './scene';
import { sameTurn } from './turn';

/**
 * The scene `next`, with the old object for each cable of `before` that looks the same, or `before` itself when all do.
 * Positions are ignored: they follow the clock.
 */
export function keepSame(before: Scene, next: Scene): Scene {
  const cables = next.cables.map((cable, i) => {
    const old = before.cables[i];
    return old && sameCable(old, cable) ? old : cable;
  });
  const isSame =
    cables.length === before.cables.length && cables.every((cable, i) => cable === before.cables[i]);
  return isSame ? before : { cables };
}

function sameCable(a: Cable, b: Cable): boolean {
  return (
    a.connection === b.connection &&
    a.client === b.client &&
    a.phase === b.phase &&
    a.after === b.after &&
    sameTurn(a.turn, b.turn) &&
    a.halfClosed === b.halfClosed &&
    a.impairment === b.impairment &&
    a.lastAt === b.lastAt &&
    a.lastSentAt === b.lastSentAt &&
    a.sid === b.sid &&
    a.ending?.how === b.ending?.how &&
    a.ending?.closing.length === b.ending?.closing.length &&
    a.seam?.leave === b.seam?.leave &&
    a.seam?.land === b.seam?.land &&
    a.requests === b.requests &&
    a.frames === b.frames &&
    a.reads === b.reads &&
    a.writes === b.writes &&
    a.bytes.client === b.bytes.client &&
    a.bytes.server === b.bytes.server &&
    a.more.client === b.more.client &&
    a.more.server === b.more.server &&
    a.capsules.length === b.capsules.length &&
    a.capsules.every((capsule, i) => sameCapsule(capsule, b.capsules[i]!))
  );
}

function sameCapsule(a: Capsule, b: Capsule): boolean {
  return (
    a.unit === b.unit &&
    a.revision === b.revision &&
    a.count === b.count &&
    a.leave === b.leave &&
    a.land === b.land &&
    a.gone === b.gone &&
    a.end === b.end &&
    a.heldMicros === b.heldMicros &&
    a.isSwallowed === b.isSwallowed
  );
}
