import { memo } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Playback, Selection } from '../../timeline';
import { isFaulty } from '../../timeline/faults';
import { formatMs } from '../../timeline/printed-time';
import { faultyIn, innermostOf, isControl, selectionFor } from '../innermost';
import { Arrow } from './arrow';
import styles from './ladder-row.module.css';
import { BURST_PX, LABEL_PX, LABEL_RISE_PX, type Row } from './layout';
import { PrintedTime } from './printed-time';
import { RowLabel } from './row-label';

/** Flat, so that a row whose values stay is not rendered again. */
export interface LadderRowProps {
  readonly flight: number;
  readonly unit: Unit;
  readonly sentX: number;
  readonly sentY: number;
  readonly fromY: number;
  readonly receivedX: number;
  readonly receivedY: number;
  /** The reads before the last one, and how many the playhead has reached. */
  readonly reads: Row['reads'];
  readonly readsShown: number;
  /** In how many reads it came; 1 for a unit of the server. */
  readonly readCount: number;
  /** How many writes are in this one read. */
  readonly writeCount: number;
  /** When it left and landed, whole microseconds; it has not landed: null. */
  readonly leftAt: number;
  readonly landedAt: number | null;
  /** When it left, since the first unit did, microseconds. */
  readonly sinceFirst: number;
  readonly position: number;
  readonly of: number;
  readonly port: number;
  /** The name of a client that has no column of its own. */
  readonly who: string | null;
  /** The beginning of what it carries, as text; null where that is left to the inspector. */
  readonly says: string | null;
  /** To how many clients the same bytes went at once. */
  readonly clients: number;
  /** In the middle of a burst: where the burst begins. It has words only while it is lit, and they stand there. */
  readonly quietY: number | null;
  /** Which of a burst it is, in words. */
  readonly burst: string | null;
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly isSelected: boolean;
  readonly isPointed: boolean;
  /** After the playhead: not yet visible. */
  readonly isAhead: boolean;
  /** Sent, but not received yet. */
  readonly isFlying: boolean;
  readonly isTabStop: boolean;
  /** Of the unit, which is completed in place: it tells that it has changed. */
  readonly revision: number;
  /** Browser tools hide it, and that view is on. */
  readonly isHidden: boolean;
  readonly devTools: boolean;
  /** There is hardly room for what a label says first. */
  readonly isNarrow: boolean;
  /** The lines of several connections are close: the port tells them apart. */
  readonly hasPort: boolean;
  /** It left with the bytes before it. */
  readonly isTogether: boolean;
  /** The page's own call at its end was seen, and gives the moment of sending or receiving. */
  readonly isCalled: boolean;
  /** That call, when the row is lit. */
  readonly code: string | null;
  /** The search text, if it matches. */
  readonly query: string | null;
  /** What it took: the round trip that it ends, and what the lab added. */
  readonly duration: string | null;
  /** How long the lab held it, and its whole flight, microseconds. */
  readonly heldMicros: number;
  readonly tookMicros: number;
  /** The lab swallows it: its arrow ends half way. */
  readonly isSwallowed: boolean;
  /** It was put before a recording, so that the rest can be read. */
  readonly isAdded: boolean;
  readonly onSelect: (selection: Selection) => void;
  readonly onPoint: (unit: Unit | null) => void;
}

/** From the top of a row to its moment. */
const RISE_PX = LABEL_PX + LABEL_RISE_PX;
/** A row can be pressed this far: its label, and the beginning of its line. */
const PRESSED_PX = 24;

/** A unit as an arrow from the moment it was sent to the moment it was received. */
export const LadderRow = memo(function LadderRow(props: LadderRowProps) {
  const { unit, decoder, sentY, quietY } = props;
  const top = innermostOf(decoder, unit);
  const faulty = faultyIn(decoder, unit);
  const isQuiet = quietY !== null;
  const hasWords = !isQuiet || props.isSelected || props.isPointed;
  const offset = sentY - (isQuiet ? BURST_PX / 2 : RISE_PX);
  return (
    <li
      style={{ top: offset, height: isQuiet ? BURST_PX : PRESSED_PX }}
      aria-setsize={props.of}
      aria-posinset={props.position}
    >
      <button
        type="button"
        className={styles.row}
        data-unit={unit.id}
        data-from={unit.sender}
        data-left-at={props.leftAt}
        data-landed-at={props.landedAt ?? ''}
        data-layer={top.layer}
        data-control={isControl(unit) || undefined}
        data-fault={(faulty !== null && isFaulty(faulty)) || undefined}
        data-after-failure={unit.isAfterFailure || undefined}
        data-ahead={props.isAhead || undefined}
        data-hidden={props.isHidden || undefined}
        data-hit={props.query !== null || undefined}
        data-pointed={props.isPointed || undefined}
        aria-pressed={props.isSelected}
        aria-label={`${formatMs(props.sinceFirst)} ms, port ${props.port}: ${decoder.sentenceOf(top)}${props.clients > 1 ? ` The same went to ${props.clients} clients.` : ''}${props.isSwallowed ? ' The lab swallowed it: it reached nobody.' : ''}${props.isAdded ? ' It was added, and is not part of the recording.' : ''}`}
        tabIndex={props.isTabStop ? 0 : -1}
        onClick={() => props.onSelect(selectionFor(decoder, unit))}
        onPointerEnter={() => props.onPoint(top)}
        onPointerLeave={() => props.onPoint(null)}
        onFocus={() => props.onPoint(top)}
        onBlur={() => props.onPoint(null)}
      >
        {!props.isTogether && !isQuiet && (
          <PrintedTime
            at={props.leftAt}
            sinceFirst={props.sinceFirst}
            isInferred={unit.sender === 'client'}
            top={RISE_PX}
          />
        )}
        <Arrow {...props} offset={offset} />
        {hasWords && (
          <span
            className={styles.label}
            data-wide={props.duration === null || undefined}
            data-lit={isQuiet || undefined}
            style={isQuiet ? { top: quietY + LABEL_RISE_PX - offset } : undefined}
          >
            <span data-label>
              <RowLabel {...props} />
            </span>
          </span>
        )}
        {props.duration !== null && (
          <span className={styles.duration} data-label>
            {props.duration}
          </span>
        )}
      </button>
    </li>
  );
});
