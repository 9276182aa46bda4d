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
}

/** The ends of the connections as lines down the page: blue while they speak HTTP, violet from 101 on. */
export function Lifelines({ lifelines, columns, height, top, bottom }: Props) {
  const visible = lifelines.filter((lifeline) => lifeline.top < bottom && (lifeline.bottom ?? height) > top);
  return (
    <svg className={styles.lines} width={columns.width} height={height} aria-hidden>
      {visible.map((lifeline) => (
        <g key={lifeline.line.connection.id}>
          <End lifeline={lifeline} columns={columns} height={height} end="client" />
          <End lifeline={lifeline} columns={columns} height={height} end="server" />
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
  readonly end: 'client' | 'server';
}

function End({ lifeline, columns, height, end }: EndProps) {
  const x = columnX(columns, lifeline.lane, end);
  const bottom = Math.min(height, lifeline.bottom ?? height);
  const switchedY = Math.min(lifeline.switchedY?.[end] ?? bottom, bottom);
  return (
    <>
      <line x1={x} x2={x} y1={lifeline.top} y2={switchedY} data-layer="http" />
      {switchedY < bottom && <line x1={x} x2={x} y1={switchedY} y2={bottom} data-layer="websocket" />}
      {lifeline.bottom !== null && lifeline.bottom <= height && (
        <line x1={x - 6} x2={x + 6} y1={bottom} y2={bottom} className={styles.cut} />
      )}
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
