import type { LayerUnit } from './layer-unit';
import type { LayerId, UnitKind } from './layers';

export type { ByteRange, Fault, Field, Peer, Wire, WireRange } from './layer-unit';
export type { LayerId, UnitKind } from './layers';

/** A unit of any registered layer. */
export interface Unit extends LayerUnit<LayerId, UnitKind> {
  readonly inside: Unit | null;
}
