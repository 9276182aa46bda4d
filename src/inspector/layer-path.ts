import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { ByteRange, Unit } from '../protocol/unit';
import type { Selection } from '../timeline/pointing';

/** The units that the selected one is wrapped in and wraps, outside in, with itself among them. */
export function layerPath(decoder: Decoder, unit: Unit): readonly Unit[] {
  const path = [unit];
  for (let below = decoder.carriersOf(unit)[0]; below; below = decoder.carriersOf(below)[0])
    path.unshift(below);
  for (let above = decoder.contentsOf(unit)[0]; above; above = decoder.contentsOf(above)[0]) path.push(above);
  return path;
}

/** The message that a unit is, or is a part of (see `Layer.joins`); null for what is neither. */
export function joinedIn(decoder: Decoder, unit: Unit): Unit | null {
  const message = isJoined(unit) ? unit : decoder.contentsOf(unit)[0];
  return message && isJoined(message) ? message : null;
}

/** Whether it is put together of units below it, as a message is of frames. */
export function isJoined({ layer }: Unit): boolean {
  return layerOf(layer).joins !== undefined;
}

/** The others that the same carrier holds, with `unit` among them: the packets of one body, the frames of one read. */
export function siblingsOf(decoder: Decoder, unit: Unit): readonly Unit[] {
  const carrier = decoder.carriersOf(unit)[0];
  return carrier ? decoder.contentsOf(carrier) : [unit];
}

/**
 * Which of `shown`'s own bytes are the ones that are pointed at, wherever that was: straight when it is the same unit,
 * else by way of the wire, byte for byte through masks and fragments, and as a whole through a decompression.
 */
export function litRanges(decoder: Decoder, shown: Unit, pointed: Selection | null): readonly ByteRange[] {
  if (!pointed) return [];
  if (pointed.unit === shown) return pointed.range ? [pointed.range] : [];
  return decoder.fromWire(shown, decoder.toWire(pointed.unit, pointed.range ?? undefined).ranges);
}
