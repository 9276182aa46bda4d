import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';

/** What people call a unit, so that it can be counted among its like: "frame", "ping", "write". */
export function nounOf(unit: Unit): string {
  const layer = layerOf(unit.layer);
  return layer.kindNoun?.(unit) ?? layer.noun(unit.sender);
}

const FIRST_ROOM = 1024;

/** The places of all units so far. Reads each unit once, when it is first asked for one that it does not know. */
class Places {
  /** By layer, noun, and direction of a connection: no text is made for a unit, which would cost more than all else here. */
  private readonly counts = new Map<string, Map<string, Map<number, number>>>();
  private places = new Uint32Array(FIRST_ROOM);
  private read = 0;

  placeOf(units: readonly Unit[], unit: Unit): number {
    for (; this.read <= unit.id && this.read < units.length; this.read++) this.add(units[this.read]!);
    return this.places[unit.id] ?? 0;
  }

  private add(unit: Unit): void {
    if (unit.id >= this.places.length) {
      const grown = new Uint32Array(this.places.length * 2);
      grown.set(this.places);
      this.places = grown;
    }
    const counts = this.countsWith(unit);
    const direction = unit.connection * 2 + (unit.sender === 'client' ? 0 : 1);
    const place = (counts.get(direction) ?? 0) + 1;
    counts.set(direction, place);
    this.places[unit.id] = place;
  }

  /** How many there are so far, by connection and side, of those that are counted with this one. */
  private countsWith(unit: Unit): Map<number, number> {
    const nouns = getOrMake(this.counts, unit.layer, () => new Map<string, Map<number, number>>());
    return getOrMake(nouns, nounOf(unit), () => new Map<number, number>());
  }
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const known = new WeakMap<Decoder, Places>();

/**
 * From 1: which of its kind a unit is, among those that its side has sent on its connection. It does not change while
 * more comes. Costs nothing but the first time, however many units there are.
 */
export function placeOf(decoder: Decoder, unit: Unit): number {
  let places = known.get(decoder);
  if (!places) {
    places = new Places();
    known.set(decoder, places);
  }
  return places.placeOf(decoder.units, unit);
}
