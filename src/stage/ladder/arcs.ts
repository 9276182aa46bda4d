import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { LayerId, Peer, Unit } from '../../protocol/unit';
import type { Track } from '../../timeline';
import type { LadderLayout, Row } from './layout';

/** A question and its answer, at the end that asked: an emit and its acknowledgement, a request and its response. */
export interface Arc {
  readonly question: number;
  readonly answer: number;
  readonly lane: number;
  readonly end: Peer;
  readonly layer: LayerId;
  readonly top: number;
  readonly bottom: number;
  /** Counted outwards from the line, so that arcs that overlap stand beside each other. */
  readonly offset: number;
  /** From sending to having the answer, as the asking end sees it. */
  readonly micros: number;
  /** The browser's times are estimated. */
  readonly isInferred: boolean;
}

/**
 * The arcs of these rows: of every event that is answered (of layers that have events), and of the rows that are `lit`
 * also those of requests and pings. Only what is seen is asked for.
 */
export function arcsOf(
  rows: readonly Row[],
  layout: LadderLayout,
  track: Track,
  decoder: Decoder,
  lit: ReadonlySet<number>,
): readonly Arc[] {
  const found = new Map<number, Omit<Arc, 'offset'>>();
  for (const { flight } of rows) {
    const pair = pairOf(track, decoder, flight, lit);
    if (!pair || found.has(pair.question)) continue;
    const asked = layout.row(pair.question);
    const answered = layout.row(pair.answer);
    const end = track.flights[pair.question]!.unit.sender;
    // Over several connections the question may leave on one line and the answer come on another.
    if (!asked || !answered || answered.receivedY <= asked.sentY) continue;
    found.set(pair.question, {
      ...pair,
      lane: asked.lane,
      end,
      top: asked.sentY,
      bottom: answered.receivedY,
      micros: track.landAt[pair.answer]! - track.leaveAt[pair.question]!,
      isInferred: end === 'client',
    });
  }
  return besideEachOther([...found.values()]);
}

interface Pair {
  readonly layer: LayerId;
  readonly question: number;
  readonly answer: number;
}

function pairOf(track: Track, decoder: Decoder, flight: number, lit: ReadonlySet<number>): Pair | null {
  const { unit } = track.flights[flight]!;
  for (const one of [unit, ...carried(decoder, unit)]) {
    if (!layerOf(one.layer).events && !lit.has(flight)) continue;
    const partner = decoder.partnerOf(one);
    if (partner === null) continue;
    const other = track.indexOfUnit(partner);
    if (other === null || other === flight) continue;
    const { layer } = one;
    // Of the two, the question is what began first.
    return one.id < partner.id
      ? { layer, question: flight, answer: other }
      : { layer, question: other, answer: flight };
  }
  return null;
}

function carried(decoder: Decoder, unit: Unit): Unit[] {
  return decoder.contentsOf(unit).flatMap((above) => [above, ...carried(decoder, above)]);
}

/** Gives each arc the innermost place that is free from its top to its bottom. */
function besideEachOther(arcs: readonly Omit<Arc, 'offset'>[]): Arc[] {
  const taken = new Map<string, number[]>();
  return arcs
    .toSorted((a, b) => a.top - b.top)
    .map((arc) => {
      const line = `${arc.end} ${arc.lane}`;
      const bottoms = taken.get(line) ?? [];
      taken.set(line, bottoms);
      const free = bottoms.findIndex((bottom) => bottom < arc.top);
      const offset = free === -1 ? bottoms.length : free;
      bottoms[offset] = arc.bottom;
      return { ...arc, offset };
    });
}
