import { type Columns, columnX } from './geometry';
import styles from './ladder.module.css';
import type { Lifeline } from './layout';

interface Props {
  readonly columns: Columns;
  /** The connections in view; of several in one lane the lowest counts. */
  readonly lifelines: readonly Lifeline[];
}

/** What the lines are: the two ends, with the port of each connection that has a column of its own. */
export function ColumnHeads({ columns, lifelines }: Props) {
  const portOf = new Map(lifelines.map(({ lane, timeline }) => [lane, timeline.connection.client.port]));
  // A column whose connection has ended long before has nothing to say.
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
              {clientOf(lifelines, columns.isBeside ? lane : null)} {port !== undefined && `:${port}`}
            </span>
            <span>server</span>
          </p>
        );
      })}
    </header>
  );
}

/** Who stands at the client's end of this lane, or of all. */
function clientOf(lifelines: readonly Lifeline[], lane: number | null): string {
  const seen = lifelines.filter((lifeline) => lane === null || lifeline.lane === lane);
  if (seen.length === 0) return 'client';
  return seen.every(({ timeline }) => timeline.connection.via === 'raw') ? 'raw client' : 'browser';
}
