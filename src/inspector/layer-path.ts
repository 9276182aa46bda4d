import type { Capture } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { ByteRange, Unit } from '../protocol/unit';
import type { Selection } from '../timeline/pointing';

/** The unit with all that carries it and all it carries, outside in. */
export function layerPath(decoder: Decoder, unit: Unit): readonly Unit[] {
  const path = [unit];
  for (let below = decoder.carriersOf(unit)[0]; below; below = decoder.carriersOf(below)[0])
    path.unshift(below);
  for (let above = decoder.contentsOf(unit)[0]; above; above = decoder.contentsOf(above)[0]) path.push(above);
  return path;
}

/**
 * Changes whenever something changes that is shown of a unit: itself, what it is wrapped in and wraps, what comes in the
 * same read, and whose connection it is on.
 */
export function shownRevision(capture: Capture, unit: Unit): readonly number[] {
  const revisions = layerPath(capture.decoder, unit).map(({ revision }) => revision);
  return [Math.max(...revisions), capture.connection(unit.connection)?.openedBy ?? 0];
}

/** The message that a unit is, or is a part of (see `Layer.joins`); null for anything else. */
export function joinedIn(decoder: Decoder, unit: Unit): Unit | null {
  const message = isJoined(unit) ? unit : decoder.contentsOf(unit)[0];
  return message && isJoined(message) ? message : null;
}

/** Whether it is put together of units below it, as a message is of frames. */
export function isJoined({ layer }: Unit): boolean {
  return layerOf(layer).joins !== undefined;
}

/** All units with the same carrier, including `unit`: the packets of one body, the frames of one read. */
export function siblingsOf(decoder: Decoder, unit: Unit): readonly Unit[] {
  const carrier = decoder.carriersOf(unit)[0];
  return carrier ? decoder.contentsOf(carrier) : [unit];
}

/** Whether it came in one write with the response that switched the protocol: behind the head, in the bytes that end it. */
export function isWithAnswer(decoder: Decoder, unit: Unit): boolean {
  const { websocket = null, switchedAt = null } = decoder.connection(unit.connection) ?? {};
  const at = switchedAt?.server;
  if (websocket === null || at === undefined || unit.sender !== 'server' || unit.start < at) return false;
  return (
    decoder.unitsAt(unit.connection, 'server', unit.start)[0] ===
    decoder.unitsAt(unit.connection, 'server', at - 1)[0]
  );
}

/**
 * Which of `shown`'s own bytes are pointed at, wherever the pointer is: directly for the same unit, else through the
 * wire, byte by byte through masks and fragments, and as a whole through decompression.
 */
export function litRanges(decoder: Decoder, shown: Unit, pointed: Selection | null): readonly ByteRange[] {
  if (!pointed) return [];
  if (pointed.unit === shown) return pointed.range ? [pointed.range] : [];
  return decoder.fromWire(shown, decoder.toWire(pointed.unit, pointed.range ?? undefined).ranges);
}
