import type { Decoder } from '../../protocol/decoder';
import type { LayerId, Unit } from '../../protocol/unit';
import { innermostOf } from '../innermost';

/** Which units the ladder leaves out. */
export interface LadderFilter {
  /** One connection alone, by its id; null for all. */
  readonly connection: number | null;
  /** By the topmost thing that a unit carries; a message counts as WebSocket. */
  readonly withoutLayers: ReadonlySet<LayerId>;
  /** Socket.IO events and their acknowledgements, and nothing else. */
  readonly onlyEvents: boolean;
  readonly withoutHeartbeats: boolean;
}

export const NO_FILTER: LadderFilter = {
  connection: null,
  withoutLayers: new Set(),
  onlyEvents: false,
  withoutHeartbeats: false,
};

/** The layer whose colour a unit of the wire has, and by which it is filtered. */
export function shownLayer(decoder: Decoder, unit: Unit): LayerId {
  const { layer } = innermostOf(decoder, unit);
  return layer === 'message' ? 'websocket' : layer;
}

/** Whether a unit of the wire passes the filter. What breaks a rule is left out by its connection and layer alone. */
export function passesFilter(decoder: Decoder, filter: LadderFilter, unit: Unit): boolean {
  if (filter.connection !== null && unit.connection !== filter.connection) return false;
  if (filter.withoutLayers.size > 0 && filter.withoutLayers.has(shownLayer(decoder, unit))) return false;
  if (filter.onlyEvents && !carriesEvent(decoder, unit)) return false;
  return !filter.withoutHeartbeats || unit.fault !== null || !isHeartbeat(decoder, unit);
}

/** Whether anything is left out at all. */
export function isFiltering(filter: LadderFilter): boolean {
  const { connection, withoutLayers, onlyEvents, withoutHeartbeats } = filter;
  return connection !== null || withoutLayers.size > 0 || onlyEvents || withoutHeartbeats;
}

const EVENTS: ReadonlySet<string> = new Set(['event', 'ack', 'binary_event', 'binary_ack']);

/** A body of long polling may carry several packets: one event among them is enough. */
function carriesEvent(decoder: Decoder, unit: Unit): boolean {
  if (unit.layer === 'socket.io' && EVENTS.has(unit.kind)) return true;
  return decoder.contentsOf(unit).some((above) => carriesEvent(decoder, above));
}

/**
 * A ping or pong frame (RFC 6455 §5.5.2), or what carries nothing but Engine.IO heartbeats: a ping or pong packet
 * without data, since with data it probes a transport.
 */
function isHeartbeat(decoder: Decoder, unit: Unit): boolean {
  const isPing = unit.kind === 'ping' || unit.kind === 'pong';
  if (unit.layer === 'websocket' && isPing) return true;
  if (unit.layer === 'engine.io') return isPing && decoder.bytesOf(unit).length <= 1;
  const contents = decoder.contentsOf(unit);
  return contents.length > 0 && contents.every((above) => isHeartbeat(decoder, above));
}
