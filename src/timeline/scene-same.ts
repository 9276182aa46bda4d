import type { Cable, Capsule, Scene } from './scene';

/** Whether two scenes look the same but for positions, which follow the clock by themselves. */
export function sameScene(a: Scene, b: Scene): boolean {
  return a.cables.length === b.cables.length && a.cables.every((cable, i) => sameCable(cable, b.cables[i]!));
}

function sameCable(a: Cable, b: Cable): boolean {
  return (
    a.connection === b.connection &&
    a.client === b.client &&
    a.phase === b.phase &&
    a.ending?.how === b.ending?.how &&
    a.ending?.closing.length === b.ending?.closing.length &&
    a.seam?.leave === b.seam?.leave &&
    a.seam?.land === b.seam?.land &&
    a.requests === b.requests &&
    a.frames === b.frames &&
    a.bytes.client === b.bytes.client &&
    a.bytes.server === b.bytes.server &&
    a.more.client === b.more.client &&
    a.more.server === b.more.server &&
    a.capsules.length === b.capsules.length &&
    a.capsules.every((capsule, i) => sameCapsule(capsule, b.capsules[i]!))
  );
}

function sameCapsule(a: Capsule, b: Capsule): boolean {
  return a.unit === b.unit && a.count === b.count && a.leave === b.leave && a.land === b.land;
}
