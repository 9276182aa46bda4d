import type { Capture } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import { LAYERS, layerOf, wireLayer } from '../protocol/layers';
import type { Unit } from '../protocol/unit';

/** The session that a unit names: the one that it opens, or the one that a request continues; null for others. */
export function sidIn(decoder: Decoder, unit: Unit): string | null {
  if (unit.kind === 'request') {
    const target = decoder.headOf(unit)?.target ?? '';
    return sessionInTarget(target);
  }
  return layerOf(unit.layer).session?.inUnit(unit) ?? null;
}

/** The session that a request for this target goes on with; null when it names none. */
export function sessionInTarget(target: string): string | null {
  for (const { session } of LAYERS) {
    const sid = session?.inTarget(target) ?? null;
    if (sid !== null) return sid;
  }
  return null;
}

/** The session of this packet: that of its WebSocket, or named in the request that carries or fetches it. */
export function sessionOf({ decoder }: Capture, unit: Unit): string | null {
  let carrier = unit;
  while (carrier.inside) carrier = carrier.inside;
  if (carrier.layer !== wireLayer('turns').id) return decoder.connection(carrier.connection)?.sid ?? null;
  const request = carrier.kind === 'request' ? carrier : decoder.partnerOf(carrier);
  return sessionInTarget(request ? (decoder.headOf(request)?.target ?? '') : '');
}
