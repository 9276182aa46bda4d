import type { Decoder } from '../protocol/decoder';
import type { LayerId, Unit } from '../protocol/unit';

const NOUNS: Readonly<Record<LayerId, string>> = {
  tcp: 'read',
  http: 'message',
  websocket: 'frame',
  message: 'message',
  'engine.io': 'Engine.IO packet',
  'socket.io': 'Socket.IO packet',
};

/** What people call a unit, so that it can be counted among its like: "frame", "ping", "write". */
export function nounOf(unit: Unit): string {
  if (unit.kind === 'bytes') return unit.sender === 'client' ? 'bytes in one read' : 'bytes in one write';
  if (unit.layer === 'tcp') return unit.kind;
  if (unit.layer === 'websocket' && (unit.kind === 'ping' || unit.kind === 'pong')) return unit.kind;
  return NOUNS[unit.layer];
}

const FIRST_ROOM = 1024;
const LAYERS = Object.keys(NOUNS);
/** More than there are names. */
const MAX_NOUNS = 32;

/** The places of all units so far. Reads each unit once, when it is first asked for one that it does not know. */
class Places {
  readonly #nouns = new Map<string, number>();
  readonly #counts = new Map<number, number>();
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
    const key = this.#keyOf(unit);
    const place = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, place);
    this.#places[unit.id] = place;
  }

  /** One number for all that are counted together: texts would cost more than everything else here. */
  #keyOf(unit: Unit): number {
    const noun = nounOf(unit);
    let code = this.#nouns.get(noun);
    if (code === undefined) {
      code = this.#nouns.size;
      this.#nouns.set(noun, code);
    }
    const way = unit.connection * 2 + (unit.sender === 'client' ? 0 : 1);
    return (way * LAYERS.length + LAYERS.indexOf(unit.layer)) * MAX_NOUNS + code;
  }
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
