import type { Peer } from '../../protocol/unit';
import type { Lifeline } from './layout';
import type { Program } from './program';

/** The column of one program. */
export interface Column {
  readonly program: Program;
  /** Of its first strand, and from one strand to the next. */
  readonly x: number;
  readonly step: number;
  /** From its first strand to its last one. */
  readonly width: number;
}

/** The places of everything across the ladder, in pixels. */
export interface Columns {
  readonly width: number;
  /** The columns of the times at the left and of the durations at the right. */
  readonly times: number;
  readonly durations: number;
  readonly clients: readonly Column[];
  readonly server: Pick<Column, 'x' | 'step'>;
  /** Between the last client and the server: where labels stand. */
  readonly middle: { readonly left: number; readonly right: number };
  /** There are several connections: a name alone does not tell them apart. */
  readonly hasPorts: boolean;
}

interface Needs {
  readonly width: number;
  readonly programs: readonly { readonly program: Program; readonly lanes: number }[];
  readonly serverLanes: number;
  readonly hasArcs: boolean;
  readonly durations: number;
}

/** A narrower ladder is on a phone. */
export const NARROW_PX = 430;
/** Labels need this much before columns may be wider than their lines. */
const MIDDLE_PX = { narrow: 150, wide: 170 } as const;
const STRANDS_PX = { narrow: 30, wide: 48 } as const;
/** From strand to strand, and from the last strand of a column to the next column. */
const STEP_PX = 13;
const GAP_PX = { narrow: 11, wide: 16 } as const;
/** Room for the arcs outside a client's line. */
const ARCS_PX = { narrow: 28, wide: 36 } as const;
/** Outside the server's lines, where only a lit ping has an arc. */
const SERVER_ARCS_PX = 20;
const EDGE_PX = 12;

/** Columns for these programs in this width. */
export function columnsFor({ width, programs, serverLanes, hasArcs, durations }: Needs): Columns {
  const size = width < NARROW_PX ? 'narrow' : 'wide';
  const times = size === 'narrow' ? 64 : 76;
  const right = width - durations - (hasArcs ? SERVER_ARCS_PX : EDGE_PX);
  const left = times + (hasArcs ? ARCS_PX[size] : EDGE_PX);
  const leastGap = GAP_PX[size];
  const serverStep = stepFor(serverLanes, STRANDS_PX[size]);
  const serverX = right - Math.max(0, serverLanes - 1) * serverStep;
  const spare = Math.max(0, serverX - left - MIDDLE_PX[size]);
  const wanted = programs.map(({ program, lanes }) => ({
    strands: (lanes - 1) * stepFor(lanes, STRANDS_PX[size]),
    name: nameWidth(program.name),
  }));
  const strandsPx = wanted.reduce((sum, { strands }) => sum + strands, 0);
  const squeeze = Math.min(1, spare / Math.max(1, strandsPx));
  const gaps = wanted.slice(0, -1).map(({ strands, name }) => Math.max(leastGap, name - strands + 8));
  const gapsPx = gaps.reduce((sum, gap) => sum + gap, 0);
  const least = gaps.length * leastGap;
  // Gaps take what the lines leave; below that the names stand on several lines.
  const share =
    gapsPx > least ? Math.min(1, Math.max(0, spare - strandsPx * squeeze - least) / (gapsPx - least)) : 1;
  const clients: Column[] = [];
  let x = left;
  programs.forEach(({ program, lanes }, i) => {
    const strands = wanted[i]!.strands * squeeze;
    clients.push({ program, x, width: strands, step: lanes > 1 ? strands / (lanes - 1) : 0 });
    x += strands + (i < gaps.length ? leastGap + (gaps[i]! - leastGap) * share : 0);
  });
  return {
    width,
    times,
    durations,
    clients,
    server: { x: serverX, step: serverStep },
    middle: { left: Math.min(x, serverX) + 8, right: serverX - 8 },
    hasPorts: serverLanes > 1 || programs.length > 1,
  };
}

/** The x of one end of a connection: its strand in the column of its program, or of the server. */
export function strandX(columns: Columns, lifeline: Lifeline, end: Peer): number {
  const { clients, server } = columns;
  if (end === 'server') return server.x + lifeline.serverLane * server.step;
  const column = clients.find(({ program }) => program.key === lifeline.program.key);
  return column ? column.x + lifeline.lane * column.step : columns.times + EDGE_PX;
}

/** From this connection's strand to the next one at the client's end; infinite for one alone. */
export function stepOf({ clients }: Columns, { program }: Lifeline): number {
  const step = clients.find((column) => column.program.key === program.key)?.step ?? 0;
  return step > 0 ? step : Number.POSITIVE_INFINITY;
}

/** How wide a name is, generously. */
export function nameWidth(name: string): number {
  return [...name].reduce((width, letter) => width + (/[ ijlt1.:-]/.test(letter) ? 4 : 7.4), 4);
}

function stepFor(lanes: number, mostPx: number): number {
  return lanes > 1 ? Math.min(STEP_PX, mostPx / (lanes - 1)) : 0;
}
