import type { Decoder } from './decoder';
import { layerOf } from './layers';
import type { Unit } from './unit';

/** A heartbeat of its own layer, or a unit with nothing but heartbeats. */
export function isHeartbeat(decoder: Decoder, unit: Unit): boolean {
  const { heartbeats } = layerOf(unit.layer);
  if (heartbeats?.kinds.includes(unit.kind)) {
    return heartbeats.maxBytes === undefined || decoder.bytesOf(unit).length <= heartbeats.maxBytes;
  }
  const contents = decoder.contentsOf(unit);
  return contents.length > 0 && contents.every((above) => isHeartbeat(decoder, above));
}
