import { wireLayer } from '../../protocol/layers';
import type { Peer } from '../../protocol/unit';
import { endingAt } from '../../timeline/scene';
import { type Columns, stepOf, strandX } from './geometry';
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

/** The band of a client's column goes this far beyond its strands. */
const BAND_PX = 6;

/** The ends of the connections as vertical lines: blue for HTTP, violet for WebSocket from 101 on, grey without a protocol or with one that is not decoded. */
export function Lifelines({ lifelines, columns, height, top, bottom, origin, until }: Props) {
  const from = Math.max(0, top);
  const gaps = columns.clients.slice(1).map(({ x }, i) => {
    const before = columns.clients[i]!;
    return x - before.x - before.width;
  });
  const bandPx = Math.min(BAND_PX, ...gaps.map((gap) => gap / 2));
  const visible = lifelines.filter((lifeline) => lifeline.top < bottom && lowest(lifeline, height) > top);
  return (
    <svg
      className={styles.lines}
      style={{ top: from - origin }}
      width={columns.width}
      height={Math.max(0, bottom - from)}
      viewBox={`0 0 ${columns.width} ${Math.max(0, bottom - from)}`}
      aria-hidden
    >
      {columns.clients.map(
        ({ program, x, width }) =>
          program.client !== null && (
            <rect
              key={program.key}
              className={styles.band}
              data-client={program.client}
              x={x - bandPx}
              width={width + bandPx * 2}
              height="100%"
            />
          ),
      )}
      {visible.map((lifeline) => (
        <g key={lifeline.timeline.connection.id} strokeWidth={Math.min(3, stepOf(columns, lifeline) / 3)}>
          {(['client', 'server'] as const).map((end) => (
            <End key={end} {...{ lifeline, columns, until, end, bottom, height }} top={from} />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** The port of each connection, where its line begins: on paper, over the arrows. */
export function PortLabels({ lifelines, columns, top, bottom, origin }: Omit<Props, 'height' | 'until'>) {
  const from = Math.max(0, top);
  return (
    <svg
      className={styles.lines}
      style={{ top: from - origin }}
      width={columns.width}
      height={Math.max(0, bottom - from)}
      aria-hidden
    >
      {lifelines
        .filter((lifeline) => lifeline.top < bottom && lifeline.top >= top)
        .map((lifeline) => (
          <text
            key={lifeline.timeline.connection.id}
            x={strandX(columns, lifeline, 'client') - 3}
            y={lifeline.top - 5 - from}
            data-label
          >
            :{lifeline.timeline.connection.client.port}
          </text>
        ))}
    </svg>
  );
}

/** Whether the connection has ended by this instant. */
export function isOver({ timeline, bottom }: Lifeline, until: number): boolean {
  return bottom !== null && timeline.connection.closedAt !== null && timeline.connection.closedAt <= until;
}

/** Down to where either end is drawn. */
export function lowest({ bottom, clientBottom, believer }: Lifeline, height: number): number {
  if (bottom === null || (believer && believer.until === null)) return height;
  return Math.max(bottom, clientBottom ?? 0, believer?.until ?? 0);
}

interface EndProps {
  readonly lifeline: Lifeline;
  readonly columns: Columns;
  readonly height: number;
  readonly until: number;
  /** Draw only the visible part: far down, a browser's numbers are too coarse. */
  readonly top: number;
  readonly bottom: number;
  readonly end: Peer;
}

function End({ lifeline, columns, height, until, top, bottom, end }: EndProps) {
  const x = strandX(columns, lifeline, end);
  const { believer, timeline } = lifeline;
  const hasEnded = isOver(lifeline, until);
  const isFooled = hasEnded && believer?.end === end;
  const bottomY = (end === 'client' && lifeline.clientBottom) || lifeline.bottom!;
  const overY = hasEnded ? Math.min(height, bottomY) : height;
  const endY = isFooled ? Math.min(height, believer.until ?? height) : overY;
  const hasSwitched = lifeline.switchedY !== null && lifeline.switchedAt <= until;
  const switchedY = hasSwitched ? Math.min(lifeline.switchedY![end], overY) : overY;
  const part = (from: number, to: number, layer: string, isHalfOpen?: true) => {
    const y1 = Math.max(from, top) - top;
    const y2 = Math.min(to, bottom) - top;
    return y2 > y1 && <line x1={x} x2={x} y1={y1} y2={y2} data-layer={layer} data-half-open={isHalfOpen} />;
  };
  const isSeen = (y: number) => y >= top && y <= bottom;
  // Who was not told at the time may be told by a reset later.
  const isReset = isFooled
    ? timeline.connection.ends.some(({ how }) => how === 'reset')
    : endingAt(timeline, until)?.how === 'reset';
  const first = wireLayer(timeline.connection.isPlain ? 'bytes' : 'turns').id;
  const after = wireLayer(timeline.after).id;
  const layer = hasSwitched ? after : first;
  return (
    <>
      {part(lifeline.top, switchedY, first)}
      {part(switchedY, overY, after)}
      {isFooled && part(overY, endY, layer, true)}
      {lifeline.halfEnds.map(
        ({ end: by, y, at }) =>
          by === end &&
          at <= until &&
          isSeen(y) && (
            <line key={y} x1={x - 5} x2={x + 5} y1={y - top} y2={y - top} className={styles.half} />
          ),
      )}
      {hasEnded && isSeen(endY) && endY < height && <EndMark x={x} y={endY - top} isReset={isReset} />}
    </>
  );
}

function EndMark({ x, y, isReset }: { readonly x: number; readonly y: number; readonly isReset: boolean }) {
  if (!isReset) return <line x1={x - 7} x2={x + 7} y1={y} y2={y} className={styles.cut} />;
  return <path d={`M${x - 6} ${y - 6} L${x + 6} ${y + 6} M${x + 6} ${y - 6} L${x - 6} ${y + 6}`} />;
}
