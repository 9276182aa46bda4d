import type { Capture } from '../../capture/capture';
import type { Decoder } from '../../protocol/decoder';
import { isHeartbeat } from '../../protocol/is-heartbeat';
import { layerOf } from '../../protocol/layers';
import {
  type ConnectionTimeline,
  connectionOfMark,
  countWhile,
  type Hidden,
  timetableOf,
} from '../../timeline';
import { clientProgramsOf } from '../../timeline/client-programs';
import { isInsideWrite, piecesOf, type UnitPiece } from '../../timeline/pieces';
import { endingAt } from '../../timeline/scene';
import { becauseText, endingText } from '../ending';
import { type Chapter, chapterAt, leftBehind } from './chapters';
import { type LadderFilter, NO_FILTER, passesFilter } from './filter';
import { GuestLanes } from './guest-lanes';
import { type Program, programOf } from './program';

/** What a layout asks about the flights and connections that it lays out. */
export interface LayoutSource {
  readonly decoder: Decoder;
  readonly chapters: readonly Chapter[];
  readonly foldsHeartbeats: boolean;
  /** What goes to many clients at once is one row, and the middle of a burst has no words. */
  readonly foldsFans: boolean;
  /** The keys of the folds that the reader has opened. */
  readonly opened: ReadonlySet<string>;
  /** Called before each update. False when what was said before no longer holds. */
  refresh(): boolean;
  /** Whether there is another layout of the same traffic, because of what is selected. */
  readonly isStale: boolean;
  /** Whether the filter lets a flight pass. */
  isShown(flight: number): boolean;
  isHeartbeat(flight: number): boolean;
  /** The index of the chapter whose traffic it is. */
  chapterOf(flight: number): number;
  piecesOf(flight: number): readonly UnitPiece[];
  /** The flight that left with the same write; null if it left alone. */
  leavesWith(flight: number): number | null;
  programOf(timeline: ConnectionTimeline): Program;
  /** Whether this moment is the end of a connection. */
  isEnd(ref: number, at: number): boolean;
  /** When the client's code was told that a connection has ended; null while it was not. */
  learnedAt(timeline: ConnectionTimeline): number | null;
  /** How many lines the note on its ending may take. */
  noteLinesOf(timeline: ConnectionTimeline): number;
  missed(): Capture['missed'];
}

interface Options {
  readonly filter?: LadderFilter;
  /** What is left out. */
  readonly hidden?: Hidden | null;
  readonly chapters?: readonly Chapter[];
  readonly foldsHeartbeats?: boolean;
  readonly foldsFans?: boolean;
  /** The connection that the selection is in. */
  readonly selected?: () => number | null;
  readonly opened?: ReadonlySet<string>;
}

/** So many letters of a note fit in a line of a phone. */
const LINE_LETTERS = 42;

/** A layout's source: this capture, as the reader wants to see it. */
export function sourceOf(capture: Capture, options: Options = {}): LayoutSource {
  const { filter = NO_FILTER, hidden = null } = options;
  const { chapters = [], foldsHeartbeats = true, foldsFans = true, opened = new Set() } = options;
  const { decoder } = capture;
  const timetable = timetableOf(capture);
  const clients = clientProgramsOf(capture);
  const pieces = new Map<number, readonly UnitPiece[]>();
  let faults = decoder.faulty.length;
  let behind: ReadonlyMap<number, number> = new Map();
  const unitOf = (flight: number) => timetable.flights[flight]!.unit;
  const isBeat = (flight: number) => isHeartbeat(decoder, unitOf(flight));
  const guests = new GuestLanes(timetable, isBeat, options.selected ?? (() => null));
  return {
    decoder,
    chapters,
    foldsHeartbeats,
    foldsFans,
    opened,
    get isStale() {
      return guests.isStale;
    },
    refresh() {
      pieces.clear();
      // A fault may be found when its unit has long been laid out.
      const isSame = !filter.onlyFaults || faults === decoder.faulty.length;
      faults = decoder.faulty.length;
      const before = behind;
      behind = leftBehind(timetable, decoder, chapters);
      guests.refresh();
      return isSame && before.size === behind.size && [...before.keys()].every((id) => behind.has(id));
    },
    isShown: (flight) => {
      const unit = unitOf(flight);
      return passesFilter(decoder, filter, unit) && !hidden?.hides(unit);
    },
    isHeartbeat: isBeat,
    chapterOf(flight) {
      const { connection } = unitOf(flight);
      const spokeAt = behind.get(connection) ?? Number.POSITIVE_INFINITY;
      return chapterAt(chapters, Math.min(spokeAt, timetable.leaveAt[flight]!));
    },
    piecesOf(flight) {
      let found = pieces.get(flight);
      if (!found) {
        found = piecesOf(decoder, unitOf(flight));
        pieces.set(flight, found);
      }
      return found;
    },
    leavesWith(flight) {
      const { layer, sender, start, connection } = unitOf(flight);
      if (layerOf(layer).wire !== 'bytes' || sender !== 'client' || start === 0) return null;
      const { lanes, connection: captured } = timetable.timeline(connection)!;
      if (!isInsideWrite(capture.calls, captured.openedBy, start)) return null;
      const { flights } = lanes.client;
      return flights[countWhile(flights.length, (i) => flights[i]! < flight) - 1] ?? null;
    },
    programOf: (timeline) => programOf(timeline, clients, guests),
    isEnd(ref, at) {
      const closedAt = timetable.timelines[connectionOfMark(ref)]?.connection.closedAt ?? null;
      return closedAt !== null && closedAt <= at;
    },
    learnedAt({ connection: { openedBy, closedAt } }) {
      const call = capture.calls.find(
        ({ kind, opener, at }) => kind === 'close' && opener === openedBy && at >= (closedAt ?? 0),
      );
      return call?.at ?? null;
    },
    noteLinesOf(timeline) {
      const ending = endingAt(timeline, Number.POSITIVE_INFINITY);
      if (!ending) return 1;
      const letters = `${endingText(ending)}${becauseText(decoder, timeline.connection, ending)}`.length + 32;
      return Math.ceil(letters / LINE_LETTERS);
    },
    missed: () => capture.missed,
  };
}
