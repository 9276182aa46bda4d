import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';
import { countWhile, type Track } from '../../timeline';

/** Of a payload, only so much is searched: beyond it a hit cannot be shown anyway. */
const SEARCHED_BYTES = 64 * 1024;
const SEARCHED_CHARACTERS = 64;

/**
 * A text looked for in every unit of the wire, a piece at a time, in the order of sending: in labels, header fields and
 * payloads as they read once unmasked and inflated. Upper and lower case are the same.
 */
export class LadderSearch {
  readonly query: string;
  /** Indices into `Track.flights`, ascending. */
  readonly hits: number[] = [];
  private readonly wanted: string;
  private readonly track: Track;
  private readonly decoder: Decoder;
  private read = 0;
  /** Without a hit so far, and still growing: how far each has been read. */
  private readonly growing = new Map<number, number>();

  constructor(query: string, track: Track, decoder: Decoder) {
    this.query = query;
    this.wanted = query.toLowerCase();
    this.track = track;
    this.decoder = decoder;
  }

  /** How many units are still to be looked at. */
  get left(): number {
    return this.track.flights.length - this.read;
  }

  /** Looks at more units while `mayGoOn`, at one at least; returns whether hits were added. */
  advance(mayGoOn: () => boolean): boolean {
    const before = this.hits.length;
    for (const [flight, end] of this.growing) {
      const { unit } = this.track.flights[flight]!;
      if (unit.end === end && unit.partial) continue;
      this.growing.delete(flight);
      this.look(flight);
    }
    while (this.left > 0) {
      this.look(this.read++);
      if (!mayGoOn()) break;
    }
    return this.hits.length !== before;
  }

  has(flight: number): boolean {
    return this.hits[countWhile(this.hits.length, (i) => this.hits[i]! < flight)] === flight;
  }

  private look(flight: number): void {
    const { unit } = this.track.flights[flight]!;
    if (textOf(this.decoder, unit).toLowerCase().includes(this.wanted)) {
      this.hits.splice(
        countWhile(this.hits.length, (i) => this.hits[i]! < flight),
        0,
        flight,
      );
    } else if (unit.partial) this.growing.set(flight, unit.end);
  }
}

/** The hit after or before this one (`from` null: from the start or the end), around the ends; null without any. */
export function nextHit(hits: readonly number[], from: number | null, direction: 1 | -1): number | null {
  if (hits.length === 0) return null;
  if (from === null) return direction === 1 ? hits[0]! : hits.at(-1)!;
  const before = countWhile(hits.length, (i) => hits[i]! < from);
  const index = direction === -1 ? before - 1 : hits[before] === from ? before + 1 : before;
  return hits[(index + hits.length) % hits.length]!;
}

/** The words around the first place where the text stands, when it is not in the label; null when it is nowhere. */
export function excerptOf(decoder: Decoder, unit: Unit, query: string): string | null {
  const text = textOf(decoder, unit);
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return null;
  const start = Math.max(0, at - 12);
  const part = text.slice(start, Math.min(text.length, at + query.length + SEARCHED_CHARACTERS - 40));
  return `${start > 0 ? '…' : ''}${part.replace(/\s+/g, ' ').trim()}…`;
}

const utf8 = new TextDecoder();

/** All there is to read in a unit of the wire and in what it carries. */
function textOf(decoder: Decoder, unit: Unit): string {
  const contents = decoder.contentsOf(unit);
  const label = decoder.labelOf(unit);
  // A message has the payload of its frames, joined and inflated; the packets in it have none that it has not.
  const isReadAbove = contents[0] !== undefined && isJoined(contents[0]);
  const hasText = unit.inside === null || isJoined(unit);
  const own = hasText && !isReadAbove ? utf8.decode(bytesOf(decoder, unit).subarray(0, SEARCHED_BYTES)) : '';
  return [label, own, ...contents.map((above) => textOf(decoder, above))].join('\n');
}

const isJoined = ({ layer }: Unit): boolean => layerOf(layer).joins !== undefined;

function bytesOf(decoder: Decoder, unit: Unit): Uint8Array {
  return layerOf(unit.layer).isText(unit) ? decoder.bytesOf(unit) : decoder.contentOf(unit);
}
