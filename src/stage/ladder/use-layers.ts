import { useRef } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { LayerId } from '../../protocol/unit';
import type { Timetable } from '../../timeline';
import { shownLayer } from './filter';

const ORDER: readonly LayerId[] = ['http', 'websocket', 'engine.io', 'socket.io'];
/** A unit may get its topmost layer a little after it began: so many of the newest are looked at again. */
const AGAIN = 8;
/** Looked at in one rendering. */
const MAX_UNITS_AT_ONCE = 2_000;

/** The layers that have occurred, outside in; each unit is asked once or twice. */
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
