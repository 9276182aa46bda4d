import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';
import { countWhile, type Timetable } from '../../timeline';

/** Only this much of a payload is searched: a later hit could not be shown. */
const SEARCHED_BYTES = 64 * 1024;
const SEARCHED_CHARACTERS = 64;

/**
 * Searches every unit of the wire for a text, in pieces, in sending order: labels, header fields, and payloads once
 * unmasked and inflated. Ignores case.
 */
export class LadderSearch {
  readonly query: string;
  /** Indices into `Timetable.flights`, ascending. */
  readonly hits: number[] = [];
  readonly #wanted: string;
  readonly #timetable: Timetable;
  readonly #decoder: Decoder;
  #read = 0;
  /** Growing units without a hit: how much of each was searched. */
  readonly #growing = new Map<number, number>();

  constructor(query: string, timetable: Timetable, decoder: Decoder) {
    this.query = query;
    this.#wanted = query.toLowerCase();
    this.#timetable = timetable;
    this.#decoder = decoder;
  }

  /** How many units are still to be searched. */
  get left(): number {
    return this.#timetable.flights.length - this.#read;
  }

  /** Searches more units while `mayGoOn`, at least one; returns whether hits were added. */
  advance(mayGoOn: () => boolean): boolean {
    const before = this.hits.length;
    for (const [flight, end] of this.#growing) {
      const { unit } = this.#timetable.flights[flight]!;
      if (unit.end === end && unit.partial) continue;
      this.#growing.delete(flight);
      this.#look(flight);
    }
    while (this.left > 0) {
      this.#look(this.#read++);
      if (!mayGoOn()) break;
    }
    return this.hits.length !== before;
  }

  has(flight: number): boolean {
    return this.hits[countWhile(this.hits.length, (i) => this.hits[i]! < flight)] === flight;
  }

  #look(flight: number): void {
    const { unit } = this.#timetable.flights[flight]!;
    if (textOf(this.#decoder, unit).toLowerCase().includes(this.#wanted)) {
      this.hits.splice(
        countWhile(this.hits.length, (i) => this.hits[i]! < flight),
        0,
        flight,
      );
    } else if (unit.partial) this.#growing.set(flight, unit.end);
  }
}

/** The hit after or before this one, wrapping around (`from` null: from the start or the end); null without hits. */
export function nextHit(hits: readonly number[], from: number | null, direction: 1 | -1): number | null {
  if (hits.length === 0) return null;
  if (from === null) return direction === 1 ? hits[0]! : hits.at(-1)!;
  const before = countWhile(hits.length, (i) => hits[i]! < from);
  const index = direction === -1 ? before - 1 : hits[before] === from ? before + 1 : before;
  return hits[(index + hits.length) % hits.length]!;
}

/** The words around the first match outside the label; null without a match. */
export function excerptOf(decoder: Decoder, unit: Unit, query: string): string | null {
  const text = textOf(decoder, unit);
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return null;
  const start = Math.max(0, at - 12);
  const part = text.slice(start, Math.min(text.length, at + query.length + SEARCHED_CHARACTERS - 40));
  return `${start > 0 ? '…' : ''}${part.replace(/\s+/g, ' ').trim()}…`;
}

const utf8 = new TextDecoder();

/** All text in a unit of the wire and in what it carries. */
function textOf(decoder: Decoder, unit: Unit): string {
  const contents = decoder.contentsOf(unit);
  const label = decoder.labelOf(unit);
  // A message is the payload of its frames, joined and inflated, and holds all that the packets in it hold.
  const isReadAbove = contents[0] !== undefined && isJoined(contents[0]);
  const hasText = unit.inside === null || isJoined(unit);
  const own = hasText && !isReadAbove ? utf8.decode(bytesOf(decoder, unit).subarray(0, SEARCHED_BYTES)) : '';
  return [label, own, ...contents.map((above) => textOf(decoder, above))].join('\n');
}

const isJoined = ({ layer }: Unit): boolean => layerOf(layer).joins !== undefined;

function bytesOf(decoder: Decoder, unit: Unit): Uint8Array {
  return layerOf(unit.layer).isText(unit) ? decoder.bytesOf(unit) : decoder.contentOf(unit);
}
