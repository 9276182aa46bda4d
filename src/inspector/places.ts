import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';

/** The noun by which a unit is counted: "frame", "ping", "write". */
export function nounOf(unit: Unit): string {
  const layer = layerOf(unit.layer);
  return layer.kindNoun?.(unit) ?? layer.noun(unit.sender);
}

const FIRST_ROOM = 1024;

/** The places of all units so far. Reads each unit once, when a place is first needed. */
class Places {
  /** By layer, noun, and direction of a connection. Making a string per unit would cost more than everything else here. */
  readonly #counts = new Map<string, Map<string, Map<number, number>>>();
  #places = new Uint32Array(FIRST_ROOM);
  #read = 0;

  placeOf(units: readonly Unit[], unit: Unit): number {
    for (; this.#read <= unit.id && this.#read < units.length; this.#read++) this.#add(units[this.#read]!);
    return this.#places[unit.id] ?? 0;
  }

  #add(unit: Unit): void {
    if (unit.id >= this.#places.length) {
      const grown = new Uint32Array(this.#places.length * 2);
      grown.set(this.#places);
      this.#places = grown;
    }
    const counts = this.#countsWith(unit);
    const direction = unit.connection * 2 + (unit.sender === 'client' ? 0 : 1);
    const place = (counts.get(direction) ?? 0) + 1;
    counts.set(direction, place);
    this.#places[unit.id] = place;
  }

  /** How many there are so far, by connection and side, of those that are counted with this one. */
  #countsWith(unit: Unit): Map<number, number> {
    const nouns = getOrMake(this.#counts, unit.layer, () => new Map<string, Map<number, number>>());
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
 * The ordinal of a unit, from 1, among those of its kind that its side has sent on its connection. Later units do not
 * change it. Amortised constant time.
 */
export function placeOf(decoder: Decoder, unit: Unit): number {
  let places = known.get(decoder);
  if (!places) {
    places = new Places();
    known.set(decoder, places);
  }
  return places.placeOf(decoder.units, unit);
}
