import { useEffect, useId, useRef } from 'react';
import { useFollow } from '../../../ui/use-follow';
import type { ModelEvent, Packet } from './model';
import styles from './model-ladder.module.css';
import type { ModelPlayer } from './player';
import { labelOf, modelTime } from './say';
import { usePlayerState } from './use-player';

/** The drawing's size; it scales with its column. */
const WIDTH = 340;
const SENDER_X = 14;
const RECEIVER_X = 240;
/** How far the playhead stays from the lower edge of the view. */
const MARGIN_PX = 60;
/** More bytes than this are counted beside the ladder, not written out. */
const MAX_LETTERS = 6;

/** Two lifelines, time running down: all that the playhead has passed is drawn, a segment as far as it has come. */
export function ModelLadder({ player }: { readonly player: ModelPlayer }) {
  const { run } = usePlayerState(player);
  const clip = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const { height, folds, toY } = player.layout;
  const seenAt = (at: number) => `${at < 0 ? 0 : toY(at)}`;
  const seen = useFollow(player.now, (element: SVGRectElement, at) => {
    element.setAttribute('height', seenAt(at));
  });
  const playhead = useFollow(player.now, (element: SVGLineElement, at) => {
    element.setAttribute('y1', seenAt(at));
    element.setAttribute('y2', seenAt(at));
  });
  useFollowing(scroll, player);
  const now = player.layout.moments[usePlayerState(player).passed - 1] ?? -1;
  // A silence is known only once it is over.
  const foldsPassed = folds.filter(({ to }) => now >= 0 && toY(now) >= to);
  const past = run.events.filter(({ at }) => at <= now);
  const sent = past.flatMap((event) => (event.kind === 'sent' ? [event.packet] : []));
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is not a set of fields.
    <div
      className={styles.box}
      ref={scroll}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area needs the keyboard.
      tabIndex={0}
      aria-label="The model’s segments, time running down; all of it is given below as text"
      data-drawing
    >
      <svg viewBox={`0 0 ${WIDTH} ${height}`} className={styles.ladder} aria-hidden="true">
        <clipPath id={clip}>
          <rect ref={seen} x={0} y={0} width={WIDTH} />
        </clipPath>
        {[SENDER_X, RECEIVER_X].map((x) => (
          <line key={x} className={styles.life} x1={x} x2={x} y1={0} y2={height} />
        ))}
        {foldsPassed.map((fold) => (
          <Fold key={fold.from} {...fold} />
        ))}
        <g clipPath={`url(#${clip})`}>
          {sent.map((packet) => (
            <Way key={packet.id} packet={packet} toY={toY} />
          ))}
        </g>
        {sent.map((packet) => (
          <Label key={packet.id} packet={packet} toY={toY} />
        ))}
        {past.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event's index is its key.
          <Mark key={index} event={event} toY={toY} />
        ))}
        <line ref={playhead} className={styles.now} x1={0} x2={RECEIVER_X + 8} />
      </svg>
    </div>
  );
}

interface Placed {
  readonly packet: Packet;
  readonly toY: (atMs: number) => number;
}

/** Where a packet leaves and where it ends: at the other side, or lost halfway. */
function wayOf({ packet, toY }: Placed) {
  const { sentAt, arrivesAt, lostAt, kind } = packet;
  const [from, to] = kind === 'data' ? [SENDER_X, RECEIVER_X] : [RECEIVER_X, SENDER_X];
  return {
    x1: from,
    y1: toY(sentAt),
    x2: arrivesAt === null ? (from + to) / 2 : to,
    y2: toY(arrivesAt ?? lostAt!),
  };
}

function Way(placed: Placed) {
  const { packet } = placed;
  return (
    <line
      className={styles.way}
      data-kind={packet.kind}
      data-lost={packet.lostAt !== null}
      {...wayOf(placed)}
    />
  );
}

/** Along its line, at the end where it was sent. */
function Label(placed: Placed) {
  const { x1, y1, x2, y2 } = wayOf(placed);
  const isData = placed.packet.kind === 'data';
  const angle = (Math.atan2(y2 - y1, Math.abs(x2 - x1)) * 180) / Math.PI;
  const turn = isData ? angle : -angle;
  return (
    <text
      className={styles.label}
      transform={`translate(${x1} ${y1}) rotate(${turn.toFixed(1)})`}
      x={isData ? 8 : -8}
      y={-4}
      textAnchor={isData ? 'start' : 'end'}
    >
      {labelOf(placed.packet)}
    </text>
  );
}

/** What happens at an instant: a loss, what the buffer holds, what is read, the timer. */
function Mark({ event, toY }: { readonly event: ModelEvent; readonly toY: Placed['toY'] }) {
  const y = toY(event.at);
  if (event.kind === 'lost') {
    const x = (SENDER_X + RECEIVER_X) / 2;
    return (
      <g className={styles.lost} transform={`translate(${x} ${y})`}>
        <path d="M-5 -5 5 5M5 -5 -5 5" />
        <text x={9} y={4}>
          lost
        </text>
      </g>
    );
  }
  if (event.kind === 'read') {
    const text = event.text.length > MAX_LETTERS ? `${event.text.length} B` : event.text;
    return <Beside y={y} text={`reads ${text}`} isStrong />;
  }
  if (event.kind === 'segment arrived' && event.effect === 'held') {
    return <Beside y={y} text={`holds ${event.packet.text}`} />;
  }
  if (event.kind !== 'timeout') return null;
  return (
    <text className={styles.timer} x={SENDER_X + 8} y={y - 16}>
      the timer goes off, after {modelTime(event.waitedMs)}
    </text>
  );
}

interface BesideProps {
  readonly y: number;
  readonly text: string;
  readonly isStrong?: boolean;
}

/** A note beside the receiver. */
function Beside({ y, text, isStrong }: BesideProps) {
  return (
    <text className={styles.beside} data-strong={isStrong} x={RECEIVER_X + 8} y={y + 4}>
      {text}
    </text>
  );
}

/** Silence, not to scale. */
function Fold({ from, to, ms }: { readonly from: number; readonly to: number; readonly ms: number }) {
  const y = (from + to) / 2;
  return (
    <g className={styles.fold}>
      {[SENDER_X, RECEIVER_X].map((x) => (
        <line key={x} x1={x} x2={x} y1={from + 8} y2={to - 8} />
      ))}
      <text x={(SENDER_X + RECEIVER_X) / 2} y={y - 4} textAnchor="middle">
        {modelTime(ms)} of silence
      </text>
    </g>
  );
}

/** Keeps the playhead in sight on a ladder longer than its box. */
function useFollowing(box: React.RefObject<HTMLDivElement | null>, player: ModelPlayer): void {
  useEffect(
    () =>
      player.now.on('change', (at) => {
        const element = box.current;
        if (!element) return;
        const y = (player.layout.toY(Math.max(0, at)) * element.scrollHeight) / player.layout.height;
        const { scrollTop, clientHeight } = element;
        if (y > scrollTop + clientHeight - MARGIN_PX) element.scrollTop = y - clientHeight + MARGIN_PX;
        else if (y < scrollTop) element.scrollTop = y - MARGIN_PX;
      }),
    [box, player],
  );
}
