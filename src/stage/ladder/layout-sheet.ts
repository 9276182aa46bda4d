import type { Peer } from '../../protocol/unit';
import { type ConnectionTimeline, countWhile } from '../../timeline';
import type { Burst } from './burst';
import type { Fan } from './fan';
import type { Place } from './layout-place';
import type { Program } from './program';

/** A unit as an arrow and a label, in pixels from the top. */
export interface Row {
  /** Index into `Timetable.flights`. */
  readonly flight: number;
  /** The same bytes that went to other clients at once; null for most. */
  readonly fan: Fan | null;
  /** What it left with, one after the other; null for most. */
  readonly burst: Burst | null;
  readonly lifeline: Lifeline;
  /** Where it leaves; its label is above. */
  readonly sentY: number;
  /** Where its line begins: higher up for bytes that left with the bytes before them. */
  readonly fromY: number;
  /** When that was, microseconds. */
  readonly leftAt: number;
  receivedY: number;
  /** Where the first of the pieces lands in which the server wrote it; null if it came whole. */
  readonly firstLandY: number | null;
  /** Where the reads before the last one landed, if the server read it in several. */
  readonly reads: { readonly y: number; readonly at: number }[];
}

/** A later part of a unit that the server wrote bit by bit. */
export interface PieceRow {
  readonly flight: number;
  /** Its place among the unit's pieces, from 1. */
  readonly index: number;
  readonly y: number;
  readonly receivedY: number;
  readonly at: number;
  readonly bytes: number;
}

/** The instant of a landing that is printed: the flight took long, or left together with another. */
export interface Landing {
  readonly flight: number;
  readonly y: number;
}

/** A line that stands for what is not drawn, or not to scale. `y` is its middle. */
export type Fold = { readonly y: number } & (
  | { readonly kind: 'silence'; readonly micros: number }
  /** What the feed could no longer give. */
  | { readonly kind: 'missed'; readonly bytes: number }
  | {
      readonly kind: 'heartbeats';
      readonly key: string;
      readonly count: number;
      readonly micros: number;
      readonly isOpen: boolean;
      readonly flights: ReadonlySet<number>;
    }
  /** The same to other clients, as the row above it. */
  | {
      readonly kind: 'fan';
      readonly key: string;
      readonly count: number;
      readonly isOpen: boolean;
      readonly flights: ReadonlySet<number>;
    }
  /** An earlier chapter, by its index. */
  | { readonly kind: 'chapter'; readonly key: string; readonly chapter: number; readonly isOpen: boolean }
);

/** The two ends of a connection as vertical lines. */
export interface Lifeline {
  readonly timeline: ConnectionTimeline;
  readonly program: Program;
  /** Its strand among those of its program, and among the server's; used again once it has ended. */
  readonly lane: number;
  readonly serverLane: number;
  readonly top: number;
  /** Where it ends, or null while it is open. */
  bottom: number | null;
  /** Where the client's end of it ends instead: what the server had written lands after the server's end; null without such. */
  clientBottom: number | null;
  /** The one before it whose note tells its end, too, since nothing happened between them. */
  endsWith: Lifeline | null;
  /** Which end still takes it for open after that, and until where; null if it never learns of it. */
  believer: { readonly end: Peer; until: number | null } | null;
  /** Where each end turns to WebSocket. */
  switchedY: { client: number; server: number } | null;
  /** When the 101 response left, in capture time. */
  switchedAt: number;
  /** Where each side has ended its direction (FIN) while the other was open. */
  readonly halfEnds: { readonly end: Peer; readonly y: number; readonly at: number }[];
}

export const ROW_PX = 30;
/** Arrows that span more rows than this are not looked for. */
const MAX_ARROW_ROWS = 64;

/** What is laid out, from top to bottom, and where to find it. */
export class LayoutSheet {
  readonly rows: Row[] = [];
  readonly pieces: PieceRow[] = [];
  readonly landings: Landing[] = [];
  readonly folds: Fold[] = [];
  readonly lifelines: Lifeline[] = [];
  protected readonly rowOf: (Row | undefined)[] = [];
  protected readonly lifelineOf = new Map<number, Lifeline>();

  /** How many rows are sent above this height. */
  countAbove(y: number): number {
    return countWhile(this.rows.length, (i) => this.rows[i]!.sentY < y);
  }

  /** The first row that reaches down to this height: a long arrow may start far above its end. */
  firstReaching(y: number): number {
    const above = this.countAbove(y);
    let first = above;
    for (let i = above - 1; i >= Math.max(0, above - MAX_ARROW_ROWS); i--) {
      if (this.rows[i]!.receivedY >= y) first = i;
    }
    return first;
  }

  /** The row of the flight, from 0. */
  positionOf(flight: number): number {
    const row = this.rowOf[flight];
    return row ? countWhile(this.rows.length, (i) => this.rows[i]!.sentY < row.sentY) : this.rows.length;
  }

  row(flight: number): Row | undefined {
    return this.rowOf[flight];
  }

  endedBetween(top: number, bottom: number): readonly Lifeline[] {
    return this.lifelines.filter((lifeline) => {
      return lifeline.bottom !== null && lifeline.bottom >= top && lifeline.bottom < bottom;
    });
  }

  /** How many connections end with this one, by what is over. */
  countEndingWith(first: Lifeline, isOver: (lifeline: Lifeline) => boolean): number {
    return this.lifelines.filter((lifeline) => lifeline.endsWith === first && isOver(lifeline)).length;
  }

  foldsBetween(top: number, bottom: number): readonly Fold[] {
    return between(this.folds, top, bottom);
  }

  piecesBetween(top: number, bottom: number): readonly PieceRow[] {
    return between(this.pieces, top, bottom);
  }

  landingsBetween(top: number, bottom: number): readonly Landing[] {
    return between(this.landings, top, bottom);
  }

  /** Removes what was laid out after this place. */
  protected cutBack(place: Place): void {
    for (const { flight } of this.rows.splice(place.rows)) this.rowOf[flight] = undefined;
    this.pieces.splice(place.pieces);
    this.landings.splice(place.landings);
    this.folds.splice(place.folds);
    for (const { timeline } of this.lifelines.splice(place.lifelines))
      this.lifelineOf.delete(timeline.connection.id);
    for (const lifeline of this.lifelines) {
      const { bottom, clientBottom, believer, halfEnds } = lifeline;
      if (clientBottom !== null && clientBottom > place.y) lifeline.clientBottom = null;
      while (halfEnds.length > 0 && halfEnds.at(-1)!.y > place.y) halfEnds.pop();
      if (bottom !== null && bottom > place.y) {
        lifeline.bottom = null;
        lifeline.endsWith = null;
        lifeline.believer = null;
      } else if (believer !== null && believer.until !== null && believer.until > place.y)
        believer.until = null;
    }
  }

  /** Notes how much has been laid out. */
  protected mark(place: Place): void {
    place.rows = this.rows.length;
    place.pieces = this.pieces.length;
    place.landings = this.landings.length;
    place.folds = this.folds.length;
    place.lifelines = this.lifelines.length;
  }
}

function between<Item extends { readonly y: number }>(
  items: readonly Item[],
  top: number,
  bottom: number,
): readonly Item[] {
  return items.slice(
    countWhile(items.length, (i) => items[i]!.y < top),
    countWhile(items.length, (i) => items[i]!.y < bottom),
  );
}
