import { useRef } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { LAYERS } from '../../protocol/layers';
import type { LayerId } from '../../protocol/unit';
import type { Track } from '../../timeline';
import { shownLayer } from '../top';

/** Bytes without a protocol are not worth a choice. */
const ORDER: readonly LayerId[] = LAYERS.filter(({ joins, wire }) => !joins && wire !== 'bytes').map(
  ({ id }) => id,
);
/** A unit may get its topmost layer a little after it began: so many of the newest are looked at again. */
const AGAIN = 8;
/** Looked at in one rendering. */
const AT_ONCE = 2_000;

/** The layers that have occurred, outside in; each unit is asked once or twice. */
export function useLayers(track: Track, decoder: Decoder): readonly LayerId[] {
  const known = useRef<{ track: Track; read: number; layers: readonly LayerId[] }>(null);
  if (known.current?.track !== track) known.current = { track, read: 0, layers: [] };
  const state = known.current;
  if (state.layers.length === ORDER.length) return state.layers;
  const found = new Set(state.layers);
  const { flights } = track;
  const end = Math.min(flights.length, state.read + AT_ONCE);
  for (let i = Math.max(0, state.read - AGAIN); i < end; i++)
    found.add(shownLayer(decoder, flights[i]!.unit));
  state.read = end;
  if (found.size > state.layers.length) state.layers = ORDER.filter((layer) => found.has(layer));
  return state.layers;
}
