import { type CSSProperties, type ReactNode, useCallback, useRef } from 'react';
import type { Capture } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import { type Playback, type Pointing, type Timetable, usePointed, useSelected } from '../../timeline';
import { zeroOf } from '../../timeline/printed-time';
import { shownLayer } from '../innermost';
import { Arcs } from './arc-marks';
import { type Arc, arcsOf } from './arcs';
import type { Chapter } from './chapters';
import { EndNote } from './end-note';
import { FoldLine } from './fold-line';
import { type Columns, strandX } from './geometry';
import styles from './ladder.module.css';
import { LadderRow } from './ladder-row';
import type { LadderLayout, Row } from './layout';
import { isOver, Lifelines, PortLabels } from './lifelines';
import { rowProps } from './row-props';
import { elementHeight } from './scroll-map';
import type { LadderSearch } from './search';
import { LandingMark, PieceMark } from './side-rows';
import { Slots } from './slots';
import { useLadderKeys } from './use-ladder-keys';

export interface LadderRowsProps {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly timetable: Timetable;
  readonly layout: LadderLayout;
  readonly columns: Columns;
  readonly chapters: readonly Chapter[];
  /** How many rows the playhead has reached, and how many are drawn. */
  readonly sent: number;
  readonly shown: number;
  readonly isLive: boolean;
  /** The visible part and some margin, in pixels. */
  readonly top: number;
  readonly bottom: number;
  /** The ladder's y at the top of its element. */
  readonly origin: number;
  readonly search: LadderSearch | null;
  /** Grey what browser tools hide. */
  readonly devTools: boolean;
  readonly reveal: (y: number) => void;
  readonly onToggle: (key: string) => void;
}

/** The arrows, lifelines and folds of the visible part of the ladder. */
export function LadderRows(props: LadderRowsProps) {
  const { capture, playback, pointing, timetable, layout, columns, shown, top, origin } = props;
  const height = layout.heightOf(shown);
  // Live, the future is not drawn; in a replay, it is faint.
  const now = playback.now.get();
  const until = props.isLive ? now : Number.POSITIVE_INFINITY;
  const bottom = Math.min(props.bottom, height);
  const selected = indexOf(timetable, useSelected(pointing)?.unit);
  const pointed = indexOf(timetable, usePointed(pointing)?.unit);
  const onKeyDown = useLadderKeys({ layout, shown, selected, capture, pointing, reveal: props.reveal });
  const end = Math.min(shown, layout.countAbove(bottom));
  // When no arrow is in view, draw the one above it: Tab needs a way in.
  const before = Math.max(0, Math.min(layout.firstReaching(top), end - 1));
  const rows = layout.rows.slice(before, end);
  const lit = new Set([selected, pointed].filter((flight) => flight !== null));
  const arcs = arcsOf(rows, layout, timetable, capture.decoder, lit).filter(({ answer }) => {
    return !props.isLive || timetable.leaveAt[answer]! <= now;
  });
  return (
    <ol
      className={styles.rows}
      style={{ ...middleOf(columns), height: elementHeight(height) }}
      onKeyDown={onKeyDown}
    >
      <Lifelines {...{ until, columns, height, top, bottom, origin }} lifelines={layout.lifelines} />
      <Arcs arcs={arcs} columns={columns} top={Math.max(0, top)} bottom={bottom} origin={origin} />
      {inOrder([
        ...useRows({ view: props, rows, before, selected, pointed, arcs }),
        ...besideRows(props, until, bottom),
      ])}
      <PortLabels {...{ columns, top, bottom, origin }} lifelines={layout.lifelines} />
    </ol>
  );
}

/** Something in the list, and its height. */
interface Placed {
  readonly y: number;
  readonly node: ReactNode;
}

/** In the order in which they are read: from top to bottom. */
function inOrder(items: readonly Placed[]): readonly ReactNode[] {
  return items.toSorted((a, b) => a.y - b.y).map(({ node }) => node);
}

/** Where labels stand, for all rows. */
function middleOf({ width, times, durations, middle }: Columns): CSSProperties {
  return {
    '--before-middle': `${middle.left - times}px`,
    '--after-middle': `${Math.max(0, width - durations - middle.right)}px`,
    '--durations': `${durations}px`,
    '--times': `${times}px`,
  } as CSSProperties;
}

interface RowsProps {
  readonly view: LadderRowsProps;
  readonly rows: readonly Row[];
  /** How many rows come before these. */
  readonly before: number;
  readonly selected: number | null;
  readonly pointed: number | null;
  readonly arcs: readonly Arc[];
}

function useRows({ view, rows, before, selected, pointed, arcs }: RowsProps): readonly Placed[] {
  const { pointing } = view;
  const point = useCallback((unit: Unit | null) => pointing.point(unit && { unit, range: null }), [pointing]);
  // Rows reuse the elements of rows that left the view. Only the selected one keeps its own: it may have the focus.
  const slots = useRef(new Slots()).current.assign(rows.map(({ flight }) => flight));
  // Tab goes to the selected row if it is in view, else to the newest that is.
  const isSelectedInView = rows.some(({ flight }) => flight === selected);
  const tabStop = isSelectedInView ? selected : (rows.at(-1)?.flight ?? null);
  return rows.map((row, i) => {
    const { unit, ...rest } = rowProps(view, row, before + i, { selected, pointed, tabStop, arcs });
    const key = row.flight === selected ? `unit ${unit.id}` : slots[i];
    return {
      y: row.sentY,
      node: <LadderRow key={key} {...rest} unit={unit} onSelect={pointing.select} onPoint={point} />,
    };
  });
}

/** What stands between the rows: folds, notes on ended connections, later pieces, landings. */
function besideRows(view: LadderRowsProps, until: number, bottom: number): readonly Placed[] {
  const { capture, layout, columns, chapters, timetable, top, origin, onToggle } = view;
  const now = view.playback.now.get();
  const zero = zeroOf(timetable) ?? 0;
  const folds = layout.foldsBetween(top, bottom).map((fold) => ({
    y: fold.y,
    node: <FoldLine key={`fold ${fold.y}`} {...{ fold, layout, chapters, origin, onToggle }} />,
  }));
  const ended = layout
    .endedBetween(top, bottom)
    .filter((lifeline) => lifeline.endsWith === null && isOver(lifeline, until))
    .map((lifeline) => ({
      y: lifeline.bottom!,
      node: (
        <EndNote
          key={`end ${lifeline.timeline.connection.id}`}
          {...{ lifeline, columns, origin }}
          others={layout.countEndingWith(lifeline, (other) => isOver(other, until))}
          decoder={capture.decoder}
        />
      ),
    }));
  const pieces = layout
    .piecesBetween(top, bottom)
    .filter(({ at }) => at <= until)
    .map(({ flight, index, y, receivedY, at, bytes }) => {
      const { lifeline } = layout.row(flight)!;
      const layer = shownLayer(capture.decoder, timetable.flights[flight]!.unit);
      const [sentX, receivedX] = [strandX(columns, lifeline, 'server'), strandX(columns, lifeline, 'client')];
      return {
        y,
        node: (
          <PieceMark
            key={`piece ${flight} ${index}`}
            {...{ layer, sentX, receivedX, y, receivedY, origin, bytes }}
            at={Math.round(at)}
            sinceFirst={at - zero}
            isAhead={at > now}
          />
        ),
      };
    });
  const landings = layout
    .landingsBetween(top, bottom)
    .filter(({ flight }) => timetable.landAt[flight]! <= until)
    .map(({ flight, y }) => {
      const at = timetable.landAt[flight]!;
      return {
        y,
        node: (
          <LandingMark
            key={`landing ${flight}`}
            {...{ y, origin }}
            at={Math.round(at)}
            sinceFirst={at - zero}
            isInferred={timetable.flights[flight]!.unit.sender === 'server'}
            isAhead={at > now}
          />
        ),
      };
    });
  return [...folds, ...ended, ...pieces, ...landings];
}

function indexOf(timetable: Timetable, unit: Unit | undefined): number | null {
  return unit ? timetable.indexOfUnit(unit) : null;
}
