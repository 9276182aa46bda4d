import { formatBytes } from '../format';
import { Head } from './arrow';
import styles from './ladder-row.module.css';
import { LABEL_PX, LABEL_RISE_PX } from './layout';
import { PrintedTime } from './printed-time';

interface PieceProps {
  readonly layer: string;
  readonly sentX: number;
  readonly receivedX: number;
  readonly y: number;
  readonly receivedY: number;
  readonly origin: number;
  readonly at: number;
  readonly sinceFirst: number;
  readonly bytes: number;
  readonly isAhead: boolean;
}

const RISE_PX = LABEL_PX + LABEL_RISE_PX;

/** A later part of a unit that the server wrote bit by bit. The unit's own row says what it is. */
export function PieceMark(props: PieceProps) {
  const { sentX, receivedX, y, receivedY, origin } = props;
  const fallPx = receivedY - y;
  return (
    <li className={styles.piece} data-layer={props.layer} style={{ top: y - RISE_PX - origin }} aria-hidden>
      <span data-ahead={props.isAhead || undefined}>
        <PrintedTime at={props.at} sinceFirst={props.sinceFirst} isInferred={false} top={RISE_PX} />
        <svg className={styles.arrow} aria-hidden>
          <line x1={sentX} y1={RISE_PX} x2={receivedX} y2={RISE_PX + fallPx} />
          <Head {...{ sentX, receivedX }} sentY={RISE_PX} receivedY={RISE_PX + fallPx} isInferred />
        </svg>
        <span className={styles.label}>
          <span data-label>… {formatBytes(props.bytes)} more</span>
        </span>
      </span>
    </li>
  );
}

interface LandingProps {
  readonly y: number;
  readonly origin: number;
  readonly at: number;
  readonly sinceFirst: number;
  readonly isInferred: boolean;
  readonly isAhead: boolean;
}

/** When a unit lands whose flight took long. */
export function LandingMark({ y, origin, isAhead, ...time }: LandingProps) {
  return (
    <li className={styles.landing} style={{ top: y - origin }} data-ahead={isAhead || undefined} aria-hidden>
      <PrintedTime {...time} isLanding top={0} />
    </li>
  );
}
