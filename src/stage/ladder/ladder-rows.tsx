import { useMemo } from 'react';
import type { Capture } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import { type Playback, type Pointing, type Track, usePointed, useSelected } from '../../timeline';
import { formatSpan } from '../format';
import { type Columns, columnX } from './geometry';
import styles from './ladder.module.css';
import { LadderRow } from './ladder-row';
import type { LadderLayout } from './layout';
import { EndNote, isOver, Lifelines } from './lifelines';
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
  readonly reveal: (y: number) => void;
}

/** The arrows, lifelines and folds of the part of the ladder that can be seen. */
export function LadderRows(props: Props) {
  const { capture, playback, pointing, track, layout, columns, sent, shown } = props;
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
  const tabStop = selected !== null && layout.row(selected) ? selected : layout.rows[shown - 1]?.flight;
  const firstAt = track.flights[layout.rows[0]!.flight]!.unit.at;
  const before = layout.countAbove(props.top);
  const rows = layout.rows.slice(before, Math.min(shown, layout.countAbove(bottom)));
  return (
    <ol className={styles.rows} style={{ height }} onKeyDown={onKeyDown}>
      <Lifelines
        until={until}
        lifelines={layout.lifelines}
        columns={columns}
        height={height}
        top={props.top}
        bottom={bottom}
      />
      {layout.foldsBetween(props.top, bottom).map(({ y, micros }) => (
        <li key={y} className={styles.fold} style={{ top: y, left: columns.times }}>
          nothing for {formatSpan(micros)}
        </li>
      ))}
      {layout
        .endedBetween(props.top, bottom)
        .filter((lifeline) => isOver(lifeline, until))
        .map((lifeline) => (
          <EndNote key={lifeline.line.connection.id} lifeline={lifeline} columns={columns} />
        ))}
      {rows.map(({ flight, lane, sentY, receivedY }, i) => {
        const { unit } = track.flights[flight]!;
        return (
          <LadderRow
            key={flight}
            {...{ flight, unit, sentY, receivedY, playback }}
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
            until={unit.until}
            onSelect={select}
            onPoint={point}
          />
        );
      })}
    </ol>
  );
}

function indexOf(track: Track, unit: Unit | undefined): number | null {
  return unit ? track.indexOfUnit(unit) : null;
}
