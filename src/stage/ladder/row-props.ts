import type { Call } from '../../capture/capture';
import { heldMicrosOf } from '../../capture/held';
import { hiddenByDevTools, type Timetable } from '../../timeline';
import { zeroOf } from '../../timeline/printed-time';
import { columnX } from './geometry';
import type { LadderRowProps } from './ladder-row';
import type { LadderRowsProps } from './ladder-rows';
import type { Row } from './layout';

/** What is selected, pointed at and reached by Tab among the rows in view, as flights. */
interface RowFocus {
  readonly selected: number | null;
  readonly pointed: number | null;
  readonly tabStop: number | null;
}

/** What a row shows now. All of it is flat, so that a row with unchanged values is not rendered again. */
export function rowProps(
  view: LadderRowsProps,
  row: Row,
  index: number,
  { selected, pointed, tabStop }: RowFocus,
): Omit<LadderRowProps, 'onSelect' | 'onPoint'> {
  const { capture, playback, timetable, columns, origin, sent, search, devTools } = view;
  const { flight } = row;
  const { unit, isSwallowed } = timetable.flights[flight]!;
  const { connection } = timetable.timeline(unit.connection)!;
  const landAt = timetable.landAt[flight]!;
  const [isSelected, isPointed] = [flight === selected, flight === pointed];
  return {
    ...{ flight, unit, playback, isSwallowed, devTools, isSelected, isPointed },
    decoder: capture.decoder,
    sentX: columnX(columns, row.lane, unit.sender),
    sentY: row.sentY - origin,
    receivedX: columnX(columns, row.lane, unit.sender === 'client' ? 'server' : 'client'),
    receivedY: row.receivedY - origin,
    sinceFirst: timetable.leaveAt[flight]! - (zeroOf(timetable) ?? 0),
    port: connection.client.port,
    position: index + 1,
    of: view.shown,
    isAhead: index >= sent,
    isFlying: index < sent && landAt > playback.now.get(),
    isTabStop: flight === tabStop,
    hasPort: columns.lanes > 1 && !columns.isBeside,
    ...codeAt(timetable, flight, isSelected || isPointed),
    isHidden: devTools && hiddenByDevTools(unit),
    query: search?.has(flight) ? search.query : null,
    heldMicros: isSwallowed ? 0 : heldMicrosOf(connection, unit.sender, unit.start),
    tookMicros: landAt - timetable.leaveAt[flight]!,
    revision: unit.revision,
  };
}

/** Whether the page's own code sent or saw this unit; for a lit row, the call itself. */
function codeAt(
  timetable: Timetable,
  flight: number,
  isLit: boolean,
): { isCalled: boolean; code: string | null } {
  const call = timetable.callOf(flight);
  return { isCalled: call !== null, code: isLit && call ? callText(call) : null };
}

const LISTENERS: Partial<Record<Call['kind'], string>> = {
  open: 'onopen',
  message: 'onmessage',
  close: 'onclose',
  error: 'onerror',
  fetched: 'await fetch(…)',
};

function callText({ kind, detail }: Call): string {
  const listener = LISTENERS[kind];
  if (listener) return listener;
  if (kind === 'close()') return `close(${detail})`;
  return kind === 'raw' ? 'raw bytes' : `${kind}(${detail.length > 24 ? `${detail.slice(0, 23)}…` : detail})`;
}
