import { layerOf } from '../../protocol/layers';
import type { Peer } from '../../protocol/unit';
import type { Cable, Capsule } from '../../timeline';
import { giveWay, type Queued } from './motion';

/** A capsule on a lane. */
export type LaneCapsule = Capsule & Pick<Queued, 'yieldsAt'>;

/** The capsules of a cable by lane. */
export interface Lanes {
  /** The lane that requests and responses use in turns. */
  readonly turns: readonly LaneCapsule[];
  /** The lanes that are always open. */
  readonly client: readonly LaneCapsule[];
  readonly server: readonly LaneCapsule[];
}

/**
 * HTTP has one lane; what follows 101 has one for each direction, as bytes without a protocol have, and requests that do
 * not wait for answers. The 101 response comes first on the server's: nothing that follows overtakes it.
 */
export function lanesOf({ capsules, seam, isPipelined }: Cable): Lanes {
  const inTurns = ({ unit }: Capsule) =>
    layerOf(unit.layer).wire === 'turns' && unit !== seam?.unit && !isPipelined;
  const of = (sender: Peer, isTurns: boolean) =>
    capsules.filter((capsule) => capsule.unit.sender === sender && inTurns(capsule) === isTurns);
  const turns = { client: of('client', true), server: of('server', true) };
  const server = of('server', false);
  const leaving = seam ? [...turns.server, seam] : turns.server;
  return {
    turns: [...giveWay(turns.client, leaving), ...giveWay(turns.server, turns.client)],
    client: of('client', false),
    server,
  };
}
