import { useMemo, useRef } from 'react';
import type { Call, Capture } from '../../capture/capture';
import { heldMicrosOf } from '../../capture/held';
import type { Unit } from '../../protocol/unit';
import {
  hiddenByDevTools,
  type Playback,
  type Pointing,
  type Track,
  usePointed,
  useSelected,
} from '../../timeline';
import { Arcs } from './arc-marks';
import { arcsOf } from './arcs';
import { FoldNote } from './fold-note';
import { type Columns, columnX } from './geometry';
import styles from './ladder.module.css';
import { LadderRow } from './ladder-row';
import type { LadderLayout } from './layout';
import { EndNote, isOver, Lifelines } from './lifelines';
import { elementHeight } from './scroll-map';
import type { LadderSearch } from './search';
import { Slots } from './slots';
import { useLadderKeys } from './use-ladder-keys';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly track: Track;
  readonly layout: LadderLayout;
  readonly columns: Columns;
  /** How many rows the playhead has reached, and how many are drawn at all. */
  readonly sent: number;
  readonly shown: number;
  readonly isLive: boolean;
  /** What can be seen, and somewhat more, in pixels. */
  readonly top: number;
  readonly bottom: number;
  /** The ladder's y at the top of its element. */
  readonly origin: number;
  readonly search: LadderSearch | null;
  /** Grey what browser tools leave out. */
  readonly devTools: boolean;
  readonly reveal: (y: number) => void;
}

/** The arrows, lifelines and folds of the part of the ladder that can be seen. */
export function LadderRows(props: Props) {
  const { capture, playback, pointing, track, layout, columns, sent, shown, origin } = props;
  const height = layout.heightOf(shown);
  // Live, the future is not drawn at all; behind, it is there but faint.
  const now = playback.now.get();
  const until = props.isLive ? now : Number.POSITIVE_INFINITY;
  const bottom = Math.min(props.bottom, height);
  const select = useMemo(() => (unit: Unit) => pointing.select({ unit, range: null }), [pointing]);
  const point = useMemo(
    () => (unit: Unit | null) => pointing.point(unit && { unit, range: null }),
    [pointing],
  );
  const selected = indexOf(track, useSelected(pointing)?.unit);
  const pointed = indexOf(track, usePointed(pointing)?.unit);
  const onKeyDown = useLadderKeys({ layout, shown, selected, capture, pointing, reveal: props.reveal });
  const firstAt = track.flights[layout.rows[0]!.flight]!.unit.at;
  const end = Math.min(shown, layout.countAbove(bottom));
  // Where the view shows no arrow, the one above it is there all the same: Tab needs a way in.
  const before = Math.max(0, Math.min(layout.firstReaching(props.top), end - 1));
  const rows = layout.rows.slice(before, end);
  // A row takes over the elements of one that has left the view. Only the selected one has its own: it may have the focus.
  const slots = useRef(new Slots()).current.assign(rows.map(({ flight }) => flight));
  // Tab leads to what is selected when it is in view, else to the newest that is.
  const tabStop = rows.some(({ flight }) => flight === selected) ? selected : rows.at(-1)?.flight;
  const lit = new Set([selected, pointed].filter((flight) => flight !== null));
  const arcs = arcsOf(rows, layout, track, capture.decoder, lit).filter(({ answer }) => {
    return !props.isLive || track.leaveAt[answer]! <= now;
  });
  return (
    <ol className={styles.rows} style={{ height: elementHeight(height) }} onKeyDown={onKeyDown}>
      <Lifelines
        until={until}
        lifelines={layout.lifelines}
        columns={columns}
        height={height}
        top={props.top}
        bottom={bottom}
        origin={origin}
      />
      {layout.foldsBetween(props.top, bottom).map((fold) => (
        <FoldNote key={fold.y} fold={fold} left={columns.times} origin={origin} />
      ))}
      <Arcs arcs={arcs} columns={columns} top={Math.max(0, props.top)} bottom={bottom} origin={origin} />
      {layout
        .endedBetween(props.top, bottom)
        .filter((lifeline) => isOver(lifeline, until))
        .map((lifeline) => (
          <EndNote key={lifeline.line.connection.id} lifeline={lifeline} columns={columns} origin={origin} />
        ))}
      {rows.map(({ flight, lane, sentY, receivedY }, i) => {
        const { unit, isSwallowed } = track.flights[flight]!;
        return (
          <LadderRow
            key={flight === selected ? `unit ${unit.id}` : slots[i]}
            {...{ flight, unit, playback }}
            sentY={sentY - origin}
            receivedY={receivedY - origin}
            decoder={capture.decoder}
            sentX={columnX(columns, lane, unit.sender)}
            receivedX={columnX(columns, lane, unit.sender === 'client' ? 'server' : 'client')}
            sinceFirst={unit.at - firstAt}
            port={track.line(unit.connection)!.connection.client.port}
            position={before + i + 1}
            of={shown}
            isSelected={selected === flight}
            isPointed={pointed === flight}
            isAhead={before + i >= sent}
            isFlying={before + i < sent && track.landAt[flight]! > now}
            isTabStop={tabStop === flight}
            isPartial={unit.partial}
            hasPort={columns.lanes > 1 && !columns.isBeside}
            {...codeAt(track, flight, flight === selected || flight === pointed)}
            isHidden={props.devTools && hiddenByDevTools(unit)}
            devTools={props.devTools}
            query={props.search?.has(flight) ? props.search.query : null}
            isSwallowed={isSwallowed}
            heldMicros={
              isSwallowed ? 0 : heldMicrosOf(track.line(unit.connection)!.connection, unit.sender, unit.start)
            }
            tookMicros={track.landAt[flight]! - track.leaveAt[flight]!}
            until={unit.until}
            onSelect={select}
            onPoint={point}
          />
        );
      })}
    </ol>
  );
}

/** Whether the page's own code made or saw this unit, and how, when that is to be read. */
function codeAt(track: Track, flight: number, isLit: boolean): { isCalled: boolean; code: string | null } {
  const call = track.callOf(flight);
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

function indexOf(track: Track, unit: Unit | undefined): number | null {
  return unit ? track.indexOfUnit(unit) : null;
}
