import { type ConnectionTimeline, clientOf } from '../../timeline';
import { type Columns, columnX } from './geometry';
import styles from './ladder.module.css';
import type { Lifeline } from './layout';

interface Props {
  readonly columns: Columns;
  /** The connections in view; of several in a lane, the lowest. */
  readonly lifelines: readonly Lifeline[];
}

/** The names of the lines: the two ends, and the port of each connection with its own column. */
export function ColumnHeads({ columns, lifelines }: Props) {
  const portOf = new Map(lifelines.map(({ lane, timeline }) => [lane, timeline.connection.client.port]));
  // A connection that ended long ago needs no name.
  const lanes = columns.isBeside && portOf.size > 0 ? [...portOf.keys()] : [0];
  return (
    <header className={styles.head}>
      {lanes.map((lane) => {
        const left = columnX(columns, lane, 'client');
        const right = columns.width - columnX(columns, lane, 'server');
        const isOne = columns.isBeside || columns.lanes < 2;
        const port = isOne ? portOf.get(lane) : undefined;
        return (
          <p key={lane} style={{ left, right }}>
            <span>
              {clientsOf(lifelines, columns.isBeside ? lane : null)} {port !== undefined && `:${port}`}
            </span>
            <span>server</span>
          </p>
        );
      })}
    </header>
  );
}

function nameOf(timeline: ConnectionTimeline): string {
  const client = clientOf(timeline);
  if (client === 'another') return timeline.client?.name ?? 'client';
  return client === 'raw' ? 'raw client' : 'browser';
}

/** Who is at the client's end of this lane, or of all. */
function clientsOf(lifelines: readonly Lifeline[], lane: number | null): string {
  const seen = lifelines.filter((lifeline) => lane === null || lifeline.lane === lane);
  if (seen.length === 0) return 'client';
  const names = new Set(seen.map(({ timeline }) => nameOf(timeline)));
  return names.size === 1 ? [...names][0]! : 'clients';
}
