import type { Arc } from './arcs';
import styles from './arcs.module.css';
import { type Columns, strandX } from './geometry';

interface Props {
  readonly arcs: readonly Arc[];
  readonly columns: Columns;
  readonly top: number;
  readonly bottom: number;
  readonly origin: number;
}

/** From an emit to its acknowledgement, outside the asking end's line. The answer's row tells how long that took. */
export function Arcs({ arcs, columns, top, bottom, origin }: Props) {
  if (arcs.length === 0) return null;
  const height = Math.max(0, bottom - top);
  return (
    <svg
      className={styles.arcs}
      style={{ top: top - origin }}
      width={columns.width}
      height={height}
      aria-hidden
    >
      {arcs.map((arc) => (
        <ArcMark key={arc.question} arc={arc} x={strandX(columns, arc.lifeline, arc.end)} top={top} />
      ))}
    </svg>
  );
}

const INNERMOST_PX = 11;
const BESIDE_PX = 8;
const MAX_BESIDE = 2;

function ArcMark({ arc, x, top }: { readonly arc: Arc; readonly x: number; readonly top: number }) {
  const away = arc.end === 'client' ? -1 : 1;
  const outer = x + away * (INNERMOST_PX + BESIDE_PX * Math.min(MAX_BESIDE, arc.offset));
  const near = x + away * 4;
  const y1 = arc.top - top;
  const y2 = arc.bottom - top;
  const bend = Math.min(12, (y2 - y1) / 2);
  const path = `M${near} ${y1} Q${outer} ${y1} ${outer} ${y1 + bend} V${y2 - bend} Q${outer} ${y2} ${near} ${y2}`;
  return (
    <g data-layer={arc.layer}>
      <path d={path} />
      <path d={`M${near} ${y2} l${away * 6} -3.5 v7 Z`} className={styles.head} />
    </g>
  );
}
