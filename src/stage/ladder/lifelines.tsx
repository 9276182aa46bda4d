import type { Decoder } from '../../protocol/decoder';
import { wireLayer } from '../../protocol/layers';
import { endingAt } from '../../timeline/scene';
import { becauseText, endingText } from '../ending';
import { type Columns, columnX } from './geometry';
import type { Lifeline } from './layout';
import styles from './lifelines.module.css';

interface Props {
  readonly lifelines: readonly Lifeline[];
  readonly columns: Columns;
  /** Open connections are drawn down to here. */
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  /** The ladder's y at the top of its element. */
  readonly origin: number;
  /** The latest capture time to draw: later events have not happened yet. */
  readonly until: number;
}

/** The ends of the connections as vertical lines: blue for HTTP, violet for WebSocket from 101 on, grey without a protocol or with one that is not decoded. */
export function Lifelines({ lifelines, columns, height, top, bottom, origin, until }: Props) {
  const from = Math.max(0, top);
  const visible = lifelines.filter((lifeline) => lifeline.top < bottom && (lifeline.bottom ?? height) > top);
  return (
    <svg
      className={styles.lines}
      style={{ top: from - origin }}
      width={columns.width}
      height={Math.max(0, bottom - from)}
      viewBox={`0 0 ${columns.width} ${Math.max(0, bottom - from)}`}
      aria-hidden
    >
      {visible.map((lifeline) => (
        <g key={lifeline.timeline.connection.id}>
          <End
            lifeline={lifeline}
            columns={columns}
            until={until}
            end="client"
            top={from}
            bottom={bottom}
            height={height}
          />
          <End
            lifeline={lifeline}
            columns={columns}
            until={until}
            end="server"
            top={from}
            bottom={bottom}
            height={height}
          />
          {lifelines.length > 1 && (
            <text x={columnX(columns, lifeline.lane, 'client') - 3} y={lifeline.top - 4 - from}>
              :{lifeline.timeline.connection.client.port}
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
  /** Draw only the visible part: far down, a browser's numbers are too coarse. */
  readonly top: number;
  readonly bottom: number;
  readonly end: 'client' | 'server';
}

/** Whether the lines have ended by this instant. */
export function isOver({ timeline, bottom }: Lifeline, until: number): boolean {
  return bottom !== null && timeline.connection.closedAt !== null && timeline.connection.closedAt <= until;
}

function End({ lifeline, columns, height, until, top, bottom, end }: EndProps) {
  const x = columnX(columns, lifeline.lane, end);
  const hasEnded = isOver(lifeline, until);
  const endY = hasEnded ? Math.min(height, lifeline.bottom!) : height;
  const hasSwitched = lifeline.switchedY !== null && lifeline.switchedAt <= until;
  const switchedY = hasSwitched ? Math.min(lifeline.switchedY![end], endY) : endY;
  const part = (from: number, to: number, layer: string) => {
    const y1 = Math.max(from, top) - top;
    const y2 = Math.min(to, bottom) - top;
    return y2 > y1 && <line x1={x} x2={x} y1={y1} y2={y2} data-layer={layer} />;
  };
  const isEndSeen = hasEnded && endY >= top && endY <= bottom;
  return (
    <>
      {part(lifeline.top, switchedY, wireLayer(lifeline.timeline.connection.isPlain ? 'bytes' : 'turns').id)}
      {part(switchedY, endY, wireLayer(lifeline.timeline.after).id)}
      {isEndSeen && <line x1={x - 6} x2={x + 6} y1={endY - top} y2={endY - top} className={styles.cut} />}
    </>
  );
}

interface EndNoteProps {
  readonly lifeline: Lifeline;
  readonly columns: Columns;
  readonly origin: number;
  readonly decoder: Decoder;
}

/** How a connection ended, below its lines. */
export function EndNote({ lifeline, columns, origin, decoder }: EndNoteProps) {
  const ending = endingAt(lifeline.timeline, Number.POSITIVE_INFINITY);
  if (lifeline.bottom === null || !ending) return null;
  const why = becauseText(decoder, lifeline.timeline.connection.id, ending);
  const left = columnX(columns, lifeline.lane, 'client');
  const width = columnX(columns, lifeline.lane, 'server') - left;
  return (
    <li
      className={styles.end}
      data-how={ending.how}
      data-why={why === '' ? undefined : ''}
      style={{ top: lifeline.bottom - 12 - origin, left, width }}
    >
      {endingText(ending)}
      {why}
    </li>
  );
}
