import type { Decoder } from '../../protocol/decoder';
import type { LayerId, Unit } from '../../protocol/unit';
import type { Track } from '../../timeline';
import type { Warp } from '../../timeline/warp';
import { topOf } from '../top';

/** The marks of one layer, as an SVG path in a box 1000 wide; up for the client, down for the server. */
export interface Ticks {
  readonly layer: LayerId;
  readonly path: string;
}

const BINS = 250;
const LONGEST = 15;

/** The density of all that has happened: per layer and direction, in stage time. */
export function overviewOf(decoder: Decoder, track: Track, warp: Warp): readonly Ticks[] {
  const start = warp.toStage(track.moments.at[0] ?? 0);
  const length = Math.max(1, warp.toStage(track.endAt) - start);
  const bins = new Map<LayerId, Uint32Array>();
  for (let flight = 0; flight < track.flights.length; flight++) {
    const { unit } = track.flights[flight]!;
    const layer = layerOf(decoder, unit);
    let counts = bins.get(layer);
    if (!counts) {
      counts = new Uint32Array(BINS * 2);
      bins.set(layer, counts);
    }
    const share = (warp.leaveOf(flight) - start) / length;
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)));
    counts[bin * 2 + (unit.sender === 'client' ? 0 : 1)]! += 1;
  }
  return [...bins].map(([layer, counts]) => ({ layer, path: pathOf(counts) }));
}

function pathOf(counts: Uint32Array): string {
  let path = '';
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count === 0) continue;
    const x = ((i >> 1) / BINS) * 1000;
    const tall = Math.min(LONGEST, 9 + Math.log2(count) * 1.2);
    path += i % 2 === 0 ? `M${x} -1V${-tall.toFixed(1)}` : `M${x} 1V${tall.toFixed(1)}`;
  }
  return path;
}

const layers = new WeakMap<Unit, LayerId>();

/** The topmost layer of what a unit carries; kept once the unit is complete, since it will not change any more. */
function layerOf(decoder: Decoder, unit: Unit): LayerId {
  const known = layers.get(unit);
  if (known) return known;
  const { layer } = topOf(decoder, unit);
  if (!unit.partial) layers.set(unit, layer);
  return layer;
}
