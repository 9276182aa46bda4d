import type { Call, CapturedConnection } from '../../capture/capture';
import { heldMicrosOf } from '../../capture/held';
import { layerOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';
import { hiddenByDevTools, type Timetable } from '../../timeline';
import { countWrites } from '../../timeline/pieces';
import { zeroOf } from '../../timeline/printed-time';
import { formatSpan } from '../format';
import { type Arc, waitFor } from './arcs';
import { isQuietIn } from './burst';
import type { Fan } from './fan';
import { stepOf, strandX } from './geometry';
import type { LadderRowProps } from './ladder-row';
import type { LadderRowsProps } from './ladder-rows';
import type { Row } from './layout';
import { packetText } from './packet-text';

/** What is selected, pointed at and reached by Tab among the rows in view, as flights; and the arcs that end in them. */
interface RowFocus {
  readonly selected: number | null;
  readonly pointed: number | null;
  readonly tabStop: number | null;
  readonly arcs: readonly Arc[];
}

/** Strands that are closer have the port in each label, too. */
const LEGIBLE_STEP_PX = 8;
/** A ladder of this width has room for the first words of a label alone. */
const NARROW_PX = 370;

/** For each character of a packet in its row, the ladder is so wide: it stays on the sender's half. The inspector has the rest. */
const WIDTH_PER_CHARACTER_PX = 24;

/** What a row shows now. All of it is flat, so that a row with unchanged values is not rendered again. */
export function rowProps(
  view: LadderRowsProps,
  row: Row,
  index: number,
  { selected, pointed, tabStop, arcs }: RowFocus,
): Omit<LadderRowProps, 'onSelect' | 'onPoint'> {
  const { capture, playback, timetable, columns, origin, sent, search, devTools } = view;
  const { flight, lifeline } = row;
  const { unit, isSwallowed } = timetable.flights[flight]!;
  const { connection } = timetable.timeline(unit.connection)!;
  const landAt = timetable.landAt[flight]!;
  const [isSelected, isPointed] = [flight === selected, flight === pointed];
  const receiver = unit.sender === 'client' ? 'server' : 'client';
  const now = playback.now.get();
  const heldMicros = isSwallowed ? 0 : heldMicrosOf(connection, unit.sender, unit.start);
  return {
    ...{ flight, unit, playback, isSwallowed, devTools, isSelected, isPointed, heldMicros },
    decoder: capture.decoder,
    sentX: strandX(columns, lifeline, unit.sender),
    sentY: row.sentY - origin,
    fromY: row.fromY - origin,
    receivedX: strandX(columns, lifeline, receiver),
    receivedY: (row.firstLandY ?? row.receivedY) - origin,
    reads: origin === 0 ? row.reads : row.reads.map(({ y, at }) => ({ y: y - origin, at })),
    readsShown: view.isLive ? row.reads.filter(({ at }) => at <= now).length : row.reads.length,
    readCount: row.reads.length > 0 ? row.reads.length + 1 : 1,
    leftAt: Math.round(row.leftAt),
    landedAt: unit.partial || isSwallowed ? null : Math.round(landAt),
    sinceFirst: row.leftAt - (zeroOf(timetable) ?? 0),
    position: index + 1,
    of: view.shown,
    port: connection.client.port,
    who:
      lifeline.program.isShared && row.fan === null
        ? (timetable.timeline(unit.connection)!.client?.guest?.name ?? null)
        : null,
    says: timetable.timeline(unit.connection)!.client?.guest
      ? packetText(capture.decoder, unit, Math.floor(columns.width / WIDTH_PER_CHARACTER_PX))
      : null,
    clients: row.fan ? 1 + countLeft(timetable, row.fan, view.isLive ? now : Number.POSITIVE_INFINITY) : 1,
    ...inBurst(view, row, view.isLive ? now : Number.POSITIVE_INFINITY),
    isAdded: unit.end <= connection.added[unit.sender],
    isAhead: index >= sent,
    // It lands as the playhead passes; it is the one at the playhead only while its flight is shown.
    isFlying: index < sent && landAt > now && row.firstLandY === null,
    isTabStop: flight === tabStop,
    revision: unit.revision,
    isHidden: devTools && hiddenByDevTools(unit),
    isNarrow: columns.width < NARROW_PX,
    hasPort: stepOf(columns, lifeline) < LEGIBLE_STEP_PX,
    isTogether: row.fromY < row.sentY,
    ...codeAt(timetable, flight, isSelected || isPointed, now),
    query: search?.has(flight) ? search.query : null,
    writeCount: writesIn(capture.calls, connection, unit),
    duration:
      columns.durations === 0 || unit.partial || isQuietIn(row.burst, flight) || (view.isLive && landAt > now)
        ? null
        : durationOf(
            arcs.find(({ answer }) => answer === flight) ?? waitFor(timetable, capture.decoder, flight),
            heldMicros,
          ),
    tookMicros: landAt - row.leftAt,
  };
}

/** How many of a fan's other flights have left by now. */
function countLeft({ leaveAt }: Timetable, { folded }: Fan, now: number): number {
  let left = 0;
  for (const flight of folded) if (leaveAt[flight]! <= now) left++;
  return left;
}

/** Its part in a burst, which is told once the whole has left. */
function inBurst({ timetable, layout, origin }: LadderRowsProps, { flight, burst }: Row, now: number) {
  if (burst === null) return { quietY: null, burst: null };
  const { flights } = burst;
  const hasLeft = timetable.leaveAt[flights.at(-1)!]! <= now;
  return {
    quietY: isQuietIn(burst, flight) ? layout.row(flights[0]!)!.sentY - origin : null,
    burst: hasLeft ? `${flights.indexOf(flight) + 1} of ${flights.length}` : null,
  };
}

/** How many writes of the page's own raw client are in one read; 1 where that is not known. */
function writesIn(calls: readonly Call[], { openedBy }: CapturedConnection, unit: Unit): number {
  if (layerOf(unit.layer).wire !== 'bytes' || unit.sender !== 'client') return 1;
  return countWrites(calls, openedBy, unit.start, unit.end);
}

function durationOf(wait: Pick<Arc, 'micros' | 'isInferred'> | null, heldMicros: number): string | null {
  const words = [
    ...(wait ? [`${wait.isInferred ? '≈' : ''}${formatSpan(wait.micros)}`] : []),
    ...(heldMicros > 0 ? [`+${formatSpan(heldMicros)}`] : []),
  ];
  return words.length > 0 ? words.join(' ') : null;
}

/** Whether the page's own code has sent or seen this unit by now; for a lit row, the call itself. */
function codeAt(
  timetable: Timetable,
  flight: number,
  isLit: boolean,
  now: number,
): { isCalled: boolean; code: string | null } {
  const call = timetable.callOf(flight);
  const hasHappened = call !== null && call.at <= now;
  return { isCalled: hasHappened, code: isLit && hasHappened ? callText(call) : null };
}

const LISTENERS: Partial<Record<Call['kind'], string>> = {
  open: 'onopen',
  message: 'onmessage',
  close: 'onclose',
  error: 'onerror',
  fetched: 'await fetch(…)',
};

/** A longer argument is in the inspector. */
const MAX_DETAIL = 12;

function callText({ kind, detail }: Call): string {
  const listener = LISTENERS[kind];
  if (listener) return listener;
  if (kind === 'close()') return `close(${detail})`;
  return kind === 'raw' ? 'raw bytes' : `${kind}(${detail.length > MAX_DETAIL ? '…' : detail})`;
}
