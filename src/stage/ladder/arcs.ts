import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { LayerId, Peer, Unit } from '../../protocol/unit';
import type { Timetable } from '../../timeline';
import type { LadderLayout, Lifeline, Row } from './layout';

/** A question and its answer, at the end that asked: an emit and its acknowledgement, a request and its response. */
export interface Arc {
  readonly question: number;
  readonly answer: number;
  readonly lifeline: Lifeline;
  readonly end: Peer;
  readonly layer: LayerId;
  readonly top: number;
  readonly bottom: number;
  /** Counted outwards from the line, so that overlapping arcs are side by side. */
  readonly offset: number;
  /** From sending to receiving the answer, at the asking end. */
  readonly micros: number;
  /** The browser's times are estimated. */
  readonly isInferred: boolean;
}

/**
 * The arcs of these rows: for every answered event (of layers that have events), and for `lit` rows also those of requests
 * and pings. Looks only at these rows.
 */
export function arcsOf(
  rows: readonly Row[],
  layout: LadderLayout,
  timetable: Timetable,
  decoder: Decoder,
  lit: ReadonlySet<number>,
): readonly Arc[] {
  const found = new Map<number, Omit<Arc, 'offset'>>();
  for (const { flight } of rows) {
    const pair = pairOf(timetable, decoder, flight, lit);
    if (!pair || found.has(pair.question)) continue;
    const asked = layout.row(pair.question);
    const answered = layout.row(pair.answer);
    const end = timetable.flights[pair.question]!.unit.sender;
    // With several connections, question and answer may be on different lines.
    if (!asked || !answered || answered.receivedY <= asked.sentY) continue;
    found.set(pair.question, {
      ...pair,
      lifeline: asked.lifeline,
      end,
      top: asked.sentY,
      bottom: answered.receivedY,
      micros: timetable.landAt[pair.answer]! - timetable.leaveAt[pair.question]!,
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

function pairOf(
  timetable: Timetable,
  decoder: Decoder,
  flight: number,
  lit: ReadonlySet<number>,
): Pair | null {
  const { unit } = timetable.flights[flight]!;
  for (const one of [unit, ...carried(decoder, unit)]) {
    if (!layerOf(one.layer).events && !lit.has(flight)) continue;
    const partner = decoder.partnerOf(one);
    if (partner === null) continue;
    const other = timetable.indexOfUnit(partner);
    if (other === null || other === flight) continue;
    const { layer } = one;
    // Of the two, the question is what began first.
    return one.id < partner.id
      ? { layer, question: flight, answer: other }
      : { layer, question: other, answer: flight };
  }
  return null;
}

/** The flight that this one answers; null when it answers nothing. */
export function questionOf(timetable: Timetable, decoder: Decoder, flight: number): number | null {
  const pair = pairOf(timetable, decoder, flight, new Set([flight]));
  return pair?.answer === flight ? pair.question : null;
}

/** How long the asking end waited for this answer; null when it answers nothing. */
export function waitFor(
  timetable: Timetable,
  decoder: Decoder,
  flight: number,
): Pick<Arc, 'micros' | 'isInferred'> | null {
  const question = questionOf(timetable, decoder, flight);
  if (question === null || timetable.flights[flight]!.unit.partial) return null;
  return {
    micros: timetable.landAt[flight]! - timetable.leaveAt[question]!,
    isInferred: timetable.flights[question]!.unit.sender === 'client',
  };
}

function carried(decoder: Decoder, unit: Unit): Unit[] {
  return decoder.contentsOf(unit).flatMap((above) => [above, ...carried(decoder, above)]);
}

/** Moves each arc as far in as is free over its whole length. */
function besideEachOther(arcs: readonly Omit<Arc, 'offset'>[]): Arc[] {
  const taken = new Map<string, number[]>();
  return arcs
    .toSorted((a, b) => a.top - b.top)
    .map((arc) => {
      const line = `${arc.end} ${arc.lifeline.timeline.connection.id}`;
      const bottoms = taken.get(line) ?? [];
      taken.set(line, bottoms);
      const free = bottoms.findIndex((bottom) => bottom < arc.top);
      const offset = free === -1 ? bottoms.length : free;
      bottoms[offset] = arc.bottom;
      return { ...arc, offset };
    });
}
