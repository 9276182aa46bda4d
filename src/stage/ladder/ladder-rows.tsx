import { useCallback, useRef } from 'react';
import type { Capture } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import { type Playback, type Pointing, type Timetable, usePointed, useSelected } from '../../timeline';
import { Arcs } from './arc-marks';
import { arcsOf } from './arcs';
import { FoldNote } from './fold-note';
import type { Columns } from './geometry';
import styles from './ladder.module.css';
import { LadderRow } from './ladder-row';
import type { LadderLayout, Row } from './layout';
import { EndNote, isOver, Lifelines } from './lifelines';
import { rowProps } from './row-props';
import { elementHeight } from './scroll-map';
import type { LadderSearch } from './search';
import { Slots } from './slots';
import { useLadderKeys } from './use-ladder-keys';

export interface LadderRowsProps {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly timetable: Timetable;
  readonly layout: LadderLayout;
  readonly columns: Columns;
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
  const ended = layout.endedBetween(top, bottom).filter((lifeline) => isOver(lifeline, until));
  const { lifelines } = layout;
  return (
    <ol className={styles.rows} style={{ height: elementHeight(height) }} onKeyDown={onKeyDown}>
      <Lifelines {...{ until, lifelines, columns, height, top, bottom, origin }} />
      {layout.foldsBetween(top, bottom).map((fold) => (
        <FoldNote key={fold.y} fold={fold} left={columns.times} origin={origin} />
      ))}
      <Arcs arcs={arcs} columns={columns} top={Math.max(0, top)} bottom={bottom} origin={origin} />
      {ended.map((lifeline) => (
        <EndNote
          key={lifeline.timeline.connection.id}
          {...{ lifeline, columns, origin }}
          decoder={capture.decoder}
        />
      ))}
      <Rows view={props} {...{ rows, before, selected, pointed }} />
    </ol>
  );
}

interface RowsProps {
  readonly view: LadderRowsProps;
  readonly rows: readonly Row[];
  /** How many rows come before these. */
  readonly before: number;
  readonly selected: number | null;
  readonly pointed: number | null;
}

function Rows({ view, rows, before, selected, pointed }: RowsProps) {
  const { pointing } = view;
  const select = useCallback((unit: Unit) => pointing.select({ unit, range: null }), [pointing]);
  const point = useCallback((unit: Unit | null) => pointing.point(unit && { unit, range: null }), [pointing]);
  // Rows reuse the elements of rows that left the view. Only the selected one keeps its own: it may have the focus.
  const slots = useRef(new Slots()).current.assign(rows.map(({ flight }) => flight));
  // Tab goes to the selected row if it is in view, else to the newest that is.
  const isSelectedInView = rows.some(({ flight }) => flight === selected);
  const tabStop = isSelectedInView ? selected : (rows.at(-1)?.flight ?? null);
  return rows.map((row, i) => {
    const { unit, ...rest } = rowProps(view, row, before + i, { selected, pointed, tabStop });
    const key = row.flight === selected ? `unit ${unit.id}` : slots[i];
    return <LadderRow key={key} {...rest} unit={unit} onSelect={select} onPoint={point} />;
  });
}

function indexOf(timetable: Timetable, unit: Unit | undefined): number | null {
  return unit ? timetable.indexOfUnit(unit) : null;
}
