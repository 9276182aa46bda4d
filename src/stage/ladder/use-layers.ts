import { useRef } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { LAYERS } from '../../protocol/layers';
import type { LayerId } from '../../protocol/unit';
import type { Timetable } from '../../timeline';
import { shownLayer } from '../innermost';

/** Bytes without a protocol are not worth a choice. */
const ORDER: readonly LayerId[] = LAYERS.filter(({ joins, wire }) => !joins && wire !== 'bytes').map(
  ({ id }) => id,
);
/** A unit may get its innermost layer a little later: this many of the newest are checked again. */
const AGAIN = 8;
/** Checked per rendering. */
const MAX_UNITS_AT_ONCE = 2_000;

/** The layers that have occurred, outside in; each unit is checked once or twice. */
export function useLayers(timetable: Timetable, decoder: Decoder): readonly LayerId[] {
  const known = useRef<{ timetable: Timetable; read: number; layers: readonly LayerId[] }>(null);
  if (known.current?.timetable !== timetable) known.current = { timetable, read: 0, layers: [] };
  const state = known.current;
  if (state.layers.length === ORDER.length) return state.layers;
  const found = new Set(state.layers);
  const { flights } = timetable;
  const end = Math.min(flights.length, state.read + MAX_UNITS_AT_ONCE);
  for (let i = Math.max(0, state.read - AGAIN); i < end; i++)
    found.add(shownLayer(decoder, flights[i]!.unit));
  state.read = end;
  if (found.size > state.layers.length) state.layers = ORDER.filter((layer) => found.has(layer));
  return state.layers;
}
