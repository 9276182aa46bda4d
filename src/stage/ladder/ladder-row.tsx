import { type CSSProperties, memo, type ReactNode } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { Fault, Unit } from '../../protocol/unit';
import type { Playback } from '../../timeline';
import { isFaulty } from '../../timeline/faults';
import { formatMs } from '../../timeline/printed-time';
import { useFollow } from '../../ui/use-follow';
import { formatSpan } from '../format';
import { innermostOf, isControl, isMasked, selectionFor } from '../innermost';
import { positionAt } from '../wire/motion';
import styles from './ladder-row.module.css';
import { ROW_PX } from './layout';
import { excerptOf } from './search';

/** Flat, so that a row whose values stay is not rendered again. */
export interface LadderRowProps {
  readonly flight: number;
  readonly unit: Unit;
  readonly sentX: number;
  readonly sentY: number;
  readonly receivedX: number;
  readonly receivedY: number;
  /** When it left, since the first unit did, microseconds. */
  readonly sinceFirst: number;
  readonly position: number;
  readonly of: number;
  readonly port: number;
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
  /** The lines of several connections are close: the port tells them apart. */
  readonly hasPort: boolean;
  /** The page's own call at its end was seen, and gives the moment of sending or receiving. */
  readonly isCalled: boolean;
  /** That call, when the row is lit. */
  readonly code: string | null;
  /** The search text, if it matches. */
  readonly query: string | null;
  /** How long the lab held it, and its whole flight, microseconds. */
  readonly heldMicros: number;
  readonly tookMicros: number;
  /** The lab swallows it: its arrow ends half way. */
  readonly isSwallowed: boolean;
  readonly onSelect: (unit: Unit) => void;
  readonly onPoint: (unit: Unit | null) => void;
}

/** A unit as an arrow from the moment it was sent to the moment it was received. */
export const LadderRow = memo(function LadderRow(props: LadderRowProps) {
  const { unit, decoder, sentY, receivedY } = props;
  const top = innermostOf(decoder, unit);
  const middleY = (sentY + receivedY) / 2;
  const offset = middleY - ROW_PX / 2;
  const tapY = unit.sender === 'client' ? receivedY : sentY;
  const fault = unit.fault ?? top.fault;
  return (
    <li style={{ top: offset, height: ROW_PX }} aria-setsize={props.of} aria-posinset={props.position}>
      <button
        type="button"
        className={styles.row}
        data-unit={unit.id}
        data-layer={top.layer}
        data-control={isControl(unit) || undefined}
        data-fault={isFaulty(unit) || isFaulty(top) || undefined}
        data-after-failure={unit.isAfterFailure || undefined}
        data-ahead={props.isAhead || undefined}
        data-hidden={props.isHidden || undefined}
        data-hit={props.query !== null || undefined}
        data-pointed={props.isPointed || undefined}
        aria-pressed={props.isSelected}
        aria-label={`${formatMs(props.sinceFirst)} ms, port ${props.port}: ${decoder.sentenceOf(top)}${props.isSwallowed ? ' The lab swallowed it: it reached nobody.' : ''}`}
        tabIndex={props.isTabStop ? 0 : -1}
        onClick={() => props.onSelect(selectionFor(decoder, unit))}
        onPointerEnter={() => props.onPoint(top)}
        onPointerLeave={() => props.onPoint(null)}
        onFocus={() => props.onPoint(top)}
        onBlur={() => props.onPoint(null)}
      >
        <span className={styles.time} style={{ top: tapY - offset }}>
          {formatMs(props.sinceFirst)}
          {props.position === 1 && ' ms'}
        </span>
        <Arrow {...props} offset={offset} />
        <span className={styles.label} style={labelPlace(props, offset)}>
          <span>
            {props.hasPort && <i>:{props.port} </i>}
            <Found text={decoder.labelOf(top)} query={props.query} decoder={decoder} unit={unit} />
            {isMasked(unit) && <i data-hidden={props.devTools || undefined}> · masked</i>}
            {props.isSwallowed && <i> · swallowed by the lab</i>}
            {props.heldMicros > 0 && <i> · {formatSpan(props.heldMicros)} added</i>}
            {unit.partial && <i> · incomplete</i>}
            {fault && <i> · {faultNote(fault)}</i>}
            {unit.isAfterFailure && <i> · after a broken rule</i>}
            {props.code !== null && <code> {props.code}</code>}
          </span>
        </span>
      </button>
    </li>
  );
});

/** What is wrong, in a word or two. */
function faultNote({ kind, spec }: Fault): string {
  // The document and the section; the name of an algorithm has no room here.
  if (kind === undefined) return `breaks ${spec.split(',')[0]}`;
  return { limit: 'beyond this page’s limit', notice: 'see the notice', cut: 'cut off' }[kind];
}

interface FoundProps {
  readonly text: string;
  readonly query: string | null;
  readonly decoder: Decoder;
  readonly unit: Unit;
}

/** The label with the search text marked, or followed by the match elsewhere in the unit. */
function Found({ text, query, decoder, unit }: FoundProps) {
  if (query === null) return text;
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) {
    return (
      <>
        {text} · <mark>{excerptOf(decoder, unit, query) ?? query}</mark>
      </>
    );
  }
  const end = at + query.length;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}

/** Steep arrows cross others: put their labels near the sender. */
const STEEP_PX = 48;

function labelPlace(
  { unit, sentX, sentY, receivedX, receivedY }: LadderRowProps,
  offset: number,
): CSSProperties {
  const part = receivedY - sentY > STEEP_PX ? 0.5 : 1;
  const endX = sentX + (receivedX - sentX) * part;
  const middleY = sentY + ((receivedY - sentY) * part) / 2;
  const width = Math.abs(endX - sentX);
  const angle =
    Math.atan2(receivedY - sentY, Math.abs(receivedX - sentX)) * (unit.sender === 'client' ? 1 : -1);
  return {
    left: Math.min(sentX, endX),
    top: middleY - offset - LABEL_PX,
    width,
    transform: `rotate(${angle.toFixed(4)}rad)`,
  };
}

/** From a label's top to its arrow. */
const LABEL_PX = 19;

interface ArrowProps extends LadderRowProps {
  readonly offset: number;
}

function Arrow(props: ArrowProps) {
  const { sentX, unit, isSwallowed } = props;
  const sentY = props.sentY - props.offset;
  const wayShare = isSwallowed ? 0.5 : 1;
  const receivedX = sentX + (props.receivedX - sentX) * wayShare;
  const receivedY = sentY + (props.receivedY - props.offset - sentY) * wayShare;
  const angle = (Math.atan2(receivedY - sentY, receivedX - sentX) * 180) / Math.PI;
  const isFromClient = unit.sender === 'client';
  const head = isSwallowed ? (
    <path
      d="M-5 -5 L5 5 M5 -5 L-5 5"
      className={styles.lost}
      transform={`translate(${receivedX} ${receivedY})`}
    />
  ) : (
    <path
      d="M0 0 L-10 -4.5 L-10 4.5 Z"
      transform={`translate(${receivedX + (isFromClient ? -1 : 1)} ${receivedY}) rotate(${angle.toFixed(2)})`}
      data-inferred={isFromClient ? undefined : true}
    />
  );
  return (
    <svg className={styles.arrow} aria-hidden>
      {props.isFlying ? (
        <GrowingLine {...props} {...{ receivedX, receivedY: receivedY + props.offset, head }} />
      ) : (
        <>
          <line x1={sentX} y1={sentY} x2={receivedX} y2={receivedY} />
          {props.heldMicros > 0 && <HeldPart {...props} />}
          {head}
        </>
      )}
      {/* Hollow: the browser's end is estimated. */}
      {isFromClient && <circle cx={sentX} cy={sentY} r={3.5} data-inferred />}
      {/* The page's own code sent it, or saw it. */}
      {props.isCalled && (
        <rect
          x={(isFromClient ? sentX : receivedX) - 9}
          y={(isFromClient ? sentY : receivedY) - 2.5}
          width={5}
          height={5}
        />
      )}
    </svg>
  );
}

/** The part of the flight that the lab added: at the server's end, which holds the bytes. */
function HeldPart({ unit, heldMicros, tookMicros, sentX, receivedX, offset, ...ys }: ArrowProps) {
  const share = Math.min(0.9, heldMicros / Math.max(1, tookMicros));
  const [from, to] = unit.sender === 'client' ? [1 - share, 1] : [0, share];
  const at = (part: number) => ({
    x: sentX + (receivedX - sentX) * part,
    y: ys.sentY + (ys.receivedY - ys.sentY) * part - offset,
  });
  const [start, end] = [at(from), at(to)];
  return <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} className={styles.held} />;
}

/** The line of a unit in flight, which grows; the head appears on arrival. */
function GrowingLine(props: ArrowProps & { readonly head: ReactNode }) {
  const { playback, flight, sentX, receivedX } = props;
  const sentY = props.sentY - props.offset;
  const receivedY = props.receivedY - props.offset;
  const flownAt = (stage: number) =>
    positionAt({ leave: playback.warp.leaveOf(flight), land: playback.warp.landOf(flight) }, stage);
  const line = useFollow(playback.stage, (element: SVGLineElement, stage) => {
    const flown = flownAt(stage);
    element.setAttribute('x2', `${sentX + (receivedX - sentX) * flown}`);
    element.setAttribute('y2', `${sentY + (receivedY - sentY) * flown}`);
  });
  const head = useFollow(playback.stage, (element: SVGGElement, stage) => {
    element.style.opacity = flownAt(stage) >= 1 ? '1' : '0';
  });
  return (
    <>
      <line ref={line} x1={sentX} y1={sentY} />
      <g ref={head}>{props.head}</g>
    </>
  );
}
