import type { ReactNode } from 'react';
import { useFollow } from '../../ui/use-follow';
import { positionAt } from '../wire/motion';
import type { LadderRowProps } from './ladder-row';
import styles from './ladder-row.module.css';

interface Props extends LadderRowProps {
  /** The ladder's y at the top of the row's element. */
  readonly offset: number;
}

/** The line of a unit from where it leaves to where it lands, and to each read before that. */
export function Arrow(props: Props) {
  const { sentX, unit, isSwallowed, offset } = props;
  const sentY = props.fromY - offset;
  const wayShare = isSwallowed ? 0.5 : 1;
  const receivedX = sentX + (props.receivedX - sentX) * wayShare;
  const receivedY = sentY + (props.receivedY - offset - sentY) * wayShare;
  const isFromClient = unit.sender === 'client';
  const head = isSwallowed ? (
    <path
      d="M-5 -5 L5 5 M5 -5 L-5 5"
      className={styles.lost}
      transform={`translate(${receivedX} ${receivedY})`}
    />
  ) : (
    <Head {...{ sentX, sentY, receivedX, receivedY }} isInferred={!isFromClient} />
  );
  return (
    <svg className={styles.arrow} aria-hidden>
      {props.reads.slice(0, props.readsShown).map(({ y }) => (
        <g key={y}>
          <line x1={sentX} y1={sentY} x2={receivedX} y2={y - offset} />
          <Head {...{ sentX, sentY, receivedX }} receivedY={y - offset} isInferred={!isFromClient} />
        </g>
      ))}
      {props.isFlying ? (
        <GrowingLine {...props} {...{ receivedX, receivedY: receivedY + offset, head }} />
      ) : (
        <>
          <line x1={sentX} y1={sentY} x2={receivedX} y2={receivedY} />
          {props.heldMicros > 0 && <HeldPart {...props} />}
          {head}
        </>
      )}
      {/* Hollow: the browser's end is estimated. */}
      {isFromClient && !props.isTogether && <circle cx={sentX} cy={sentY} r={3.5} data-inferred />}
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

interface HeadProps {
  readonly sentX: number;
  readonly sentY: number;
  readonly receivedX: number;
  readonly receivedY: number;
  readonly isInferred: boolean;
}

/** Where an arrow lands; hollow at the browser's end. */
export function Head({ sentX, sentY, receivedX, receivedY, isInferred }: HeadProps) {
  const angle = (Math.atan2(receivedY - sentY, receivedX - sentX) * 180) / Math.PI;
  const tip = receivedX + (receivedX > sentX ? -1 : 1);
  return (
    <path
      d="M0 0 L-10 -4.5 L-10 4.5 Z"
      transform={`translate(${tip} ${receivedY}) rotate(${angle.toFixed(2)})`}
      data-inferred={isInferred || undefined}
    />
  );
}

/** The part of the flight that the lab added: at the server's end, which holds the bytes. */
function HeldPart({ unit, heldMicros, tookMicros, sentX, receivedX, offset, fromY, receivedY }: Props) {
  const share = Math.min(0.9, heldMicros / Math.max(1, tookMicros));
  const [from, to] = unit.sender === 'client' ? [1 - share, 1] : [0, share];
  const at = (part: number) => ({
    x: sentX + (receivedX - sentX) * part,
    y: fromY + (receivedY - fromY) * part - offset,
  });
  const [start, end] = [at(from), at(to)];
  return <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} className={styles.held} />;
}

/** The line of a unit in flight, which grows; the head appears on arrival. */
function GrowingLine(props: Props & { readonly head: ReactNode }) {
  const { playback, flight, sentX, receivedX } = props;
  const sentY = props.fromY - props.offset;
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
