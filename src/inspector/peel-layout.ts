import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { ByteRange, Unit } from '../protocol/unit';
import { layerPath } from './layer-path';

/** A byte of the wire, or an omitted range. */
interface PeelColumn extends ByteRange {
  readonly isGap: boolean;
}

/** A layer: the columns it covers, and its own byte in the first of them. */
export interface PeelRow {
  readonly unit: Unit;
  /** Half-open, in columns. */
  readonly start: number;
  readonly end: number;
  /** The part that is drawn, as offsets in the sender's stream. */
  readonly wire: ByteRange;
  /** The own offset of the byte at `wire.start`; null when no single byte of the wire stands for it. */
  readonly from: number | null;
  /** How many units of this layer the next one spans: the reads of a long message, its frames. */
  readonly count: number;
}

/** The layers of a unit as nested boxes above their bytes on the wire. */
export interface Peel {
  readonly columns: readonly PeelColumn[];
  readonly rows: readonly PeelRow[];
}

const MAX_COLUMNS = 16;
/** Columns that the innermost layer always gets. */
const MIN_CORE = 4;

/** Lays out the layers of a unit above the bytes of the wire; long ranges become one column. */
export function layOutPeel(decoder: Decoder, selected: Unit): Peel {
  const rows = nest(decoder, layerPath(decoder, selected));
  const columns = cutColumns(rows);
  return {
    columns,
    rows: rows.map((row) => ({
      ...row,
      start: columns.findIndex(({ end }) => end > row.wire.start),
      end: columns.findLastIndex(({ start }) => start < row.wire.end) + 1,
    })),
  };
}

type Nested = Omit<PeelRow, 'start' | 'end'>;

/** Each layer's part of the wire, within that of the outer layer. */
function nest(decoder: Decoder, path: readonly Unit[]): Nested[] {
  const rows: Nested[] = [];
  for (const unit of path) {
    const outer = rows.at(-1);
    const { precision, ranges } = decoder.toWire(unit);
    const around = rows.length === 0 ? outermost(decoder, path) : outer!.wire;
    const own = rows.length === 0 ? around : firstIn(ranges, around);
    if (!own || own.start >= own.end) break;
    const wire = { connection: unit.connection, sender: unit.sender, start: own.start, end: own.start + 1 };
    const isWhole = precision === 'whole' || (outer !== undefined && outer.from === null);
    const from = isWhole ? null : (decoder.fromWire(unit, [wire])[0]?.start ?? 0);
    const above = path[rows.length + 1];
    rows.push({ unit, wire: own, from, count: above ? decoder.carriersOf(above).length : 1 });
  }
  return rows;
}

/** The read, or all reads when what it carries came in several. */
function outermost(decoder: Decoder, path: readonly Unit[]): ByteRange {
  const [read, carried] = path;
  const carriers = carried ? decoder.carriersOf(carried) : [];
  if (carriers.length < 2) return { start: read!.start, end: read!.end };
  return { start: read!.start, end: carriers.at(-1)!.end };
}

function firstIn(ranges: readonly ByteRange[], around: ByteRange): ByteRange | null {
  for (const { start, end } of ranges) {
    if (start < around.end && end > around.start)
      return { start: Math.max(start, around.start), end: Math.min(end, around.end) };
  }
  return null;
}

function cutColumns(rows: readonly Nested[]): PeelColumn[] {
  const core = rows.at(-1);
  if (!core) return [];
  const before: PeelColumn[] = [];
  const after: PeelColumn[] = [];
  rows.slice(0, -1).forEach(({ unit, wire }, index) => {
    const inner = rows[index + 1]!.wire;
    before.push(...stretch(wire.start, inner.start, columnsBefore(unit)));
    after.unshift(...stretch(inner.end, wire.end, 1));
  });
  const room = Math.max(MIN_CORE, MAX_COLUMNS - before.length - after.length);
  return [...before, ...stretch(core.wire.start, core.wire.end, room), ...after];
}

/** How much is shown before the content: all of a binary header, the beginning of a text, one column of anything else. */
function columnsBefore(unit: Unit): number {
  const layer = layerOf(unit.layer);
  if (layer.wire === 'bytes') return 1;
  return layer.isText(unit) ? 4 : 14;
}

/** At most `room` columns for these bytes: all, or the first ones, a gap, and the last one. */
function stretch(start: number, end: number, room: number): PeelColumn[] {
  const size = end - start;
  const byte = (at: number): PeelColumn => ({ start: at, end: at + 1, isGap: false });
  if (size <= 0) return [];
  if (size <= room) return Array.from({ length: size }, (_, index) => byte(start + index));
  const tail = room > 2 ? 1 : 0;
  const head = room - 1 - tail;
  const gap: PeelColumn = { start: start + head, end: end - tail, isGap: true };
  const last = tail > 0 ? [byte(end - 1)] : [];
  return [...Array.from({ length: head }, (_, index) => byte(start + index)), gap, ...last];
}
