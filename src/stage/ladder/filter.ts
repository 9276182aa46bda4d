import type { Decoder } from '../../protocol/decoder';
import { isHeartbeat } from '../../protocol/is-heartbeat';
import { layerOf } from '../../protocol/layers';
import type { LayerId, Unit } from '../../protocol/unit';
import { shownLayer } from '../innermost';

/** Which units the ladder hides. */
export interface LadderFilter {
  /** Only this connection, by its id; null for all. */
  readonly connection: number | null;
  /** Layers of innermost units to hide. */
  readonly withoutLayers: ReadonlySet<LayerId>;
  /** Only the events of this layer and their answers; null for everything. */
  readonly onlyEventsOf: LayerId | null;
  readonly withoutHeartbeats: boolean;
  /** Only units with a fault or a notice, and what carries them. */
  readonly onlyFaults: boolean;
}

export const NO_FILTER: LadderFilter = {
  connection: null,
  withoutLayers: new Set(),
  onlyEventsOf: null,
  withoutHeartbeats: false,
  onlyFaults: false,
};

/** Whether a unit of the wire passes. Faulty units are hidden only by connection and layer. */
export function passesFilter(decoder: Decoder, filter: LadderFilter, unit: Unit): boolean {
  if (filter.connection !== null && unit.connection !== filter.connection) return false;
  if (filter.withoutLayers.size > 0 && filter.withoutLayers.has(shownLayer(decoder, unit))) return false;
  if (filter.onlyEventsOf !== null && !carriesEvent(decoder, filter.onlyEventsOf, unit)) return false;
  if (filter.onlyFaults && !hasFault(decoder, unit)) return false;
  return !filter.withoutHeartbeats || unit.fault !== null || !isHeartbeat(decoder, unit);
}

/** Whether the filter hides anything. */
export function isFiltering(filter: LadderFilter): boolean {
  const { connection, withoutLayers, onlyEventsOf, withoutHeartbeats, onlyFaults } = filter;
  const isNarrowed = connection !== null || withoutLayers.size > 0 || onlyEventsOf !== null;
  return isNarrowed || withoutHeartbeats || onlyFaults;
}

/** Whether it, or anything that it carries, breaks a rule or has a notice. */
function hasFault(decoder: Decoder, unit: Unit): boolean {
  return unit.fault !== null || decoder.contentsOf(unit).some((above) => hasFault(decoder, above));
}

/** A long-polling body may carry several packets: one event is enough. */
function carriesEvent(decoder: Decoder, layer: LayerId, unit: Unit): boolean {
  if (unit.layer === layer && layerOf(layer).events?.includes(unit.kind)) return true;
  return decoder.contentsOf(unit).some((above) => carriesEvent(decoder, layer, above));
}
