import { endingText } from '../ending';
import { type Columns, columnX } from './geometry';
import type { Lifeline } from './layout';
import styles from './lifelines.module.css';

interface Props {
  readonly lifelines: readonly Lifeline[];
  readonly columns: Columns;
  /** Down to where open connections are drawn. */
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  /** Capture time up to which is told: what comes after it has not happened yet. */
  readonly until: number;
}

/** The ends of the connections as lines down the page: blue while they speak HTTP, violet from 101 on. */
export function Lifelines({ lifelines, columns, height, top, bottom, until }: Props) {
  const visible = lifelines.filter((lifeline) => lifeline.top < bottom && (lifeline.bottom ?? height) > top);
  return (
    <svg className={styles.lines} width={columns.width} height={height} aria-hidden>
      {visible.map((lifeline) => (
        <g key={lifeline.line.connection.id}>
          <End lifeline={lifeline} columns={columns} height={height} until={until} end="client" />
          <End lifeline={lifeline} columns={columns} height={height} until={until} end="server" />
          {lifelines.length > 1 && (
            <text x={columnX(columns, lifeline.lane, 'client') - 3} y={lifeline.top - 4}>
              :{lifeline.line.connection.client.port}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

interface EndProps {
  readonly lifeline: Lifeline;
  readonly columns: Columns;
  readonly height: number;
  readonly until: number;
  readonly end: 'client' | 'server';
}

/** Whether the lines have ended by this instant. */
export function isOver({ line, bottom }: Lifeline, until: number): boolean {
  return bottom !== null && line.connection.closedAt !== null && line.connection.closedAt <= until;
}

function End({ lifeline, columns, height, until, end }: EndProps) {
  const x = columnX(columns, lifeline.lane, end);
  const hasEnded = isOver(lifeline, until);
  const bottom = hasEnded ? Math.min(height, lifeline.bottom!) : height;
  const hasSwitched = lifeline.switchedY !== null && lifeline.switchedAt <= until;
  const switchedY = hasSwitched ? Math.min(lifeline.switchedY![end], bottom) : bottom;
  return (
    <>
      <line x1={x} x2={x} y1={lifeline.top} y2={switchedY} data-layer="http" />
      {switchedY < bottom && <line x1={x} x2={x} y1={switchedY} y2={bottom} data-layer="websocket" />}
      {hasEnded && <line x1={x - 6} x2={x + 6} y1={bottom} y2={bottom} className={styles.cut} />}
    </>
  );
}

/** How a connection ended, where its lines end. */
export function EndNote({ lifeline, columns }: { readonly lifeline: Lifeline; readonly columns: Columns }) {
  const { connection, closes } = lifeline.line;
  const first = connection.ends.find(({ how }) => how === 'reset' || how === 'timeout') ?? connection.ends[0];
  if (lifeline.bottom === null || !first) return null;
  const left = columnX(columns, lifeline.lane, 'client');
  const width = columnX(columns, lifeline.lane, 'server') - left;
  return (
    <p className={styles.end} data-how={first.how} style={{ top: lifeline.bottom - 12, left, width }}>
      {endingText({ ...first, closing: closes.filter(({ until }) => until <= first.at) })}
    </p>
  );
}
