import type { Decoder } from '../../protocol/decoder';
import { endingAt } from '../../timeline/scene';
import { becauseText, endingText } from '../ending';
import type { Columns } from './geometry';
import type { Lifeline } from './layout';
import styles from './lifelines.module.css';

interface Props {
  readonly lifeline: Lifeline;
  readonly columns: Columns;
  readonly origin: number;
  readonly decoder: Decoder;
  /** How many others ended at once. */
  readonly others: number;
}

/** How a connection ended, below the end of its lines; of several that ended at once, how many. */
export function EndNote({ lifeline, columns, origin, decoder, others }: Props) {
  const { bottom, believer, timeline } = lifeline;
  const { connection } = timeline;
  const ending = endingAt(timeline, Number.POSITIVE_INFINITY);
  if (bottom === null || !ending) return null;
  return (
    <li className={styles.end} data-how={ending.how} style={{ top: bottom + 2 - origin }}>
      <span data-label>
        {others > 0 ? (
          `${others + 1} connections ended`
        ) : (
          <>
            {columns.hasPorts && `:${connection.client.port} `}
            {endingText(ending)}
            {becauseText(decoder, connection, ending)}
            {believer?.until === null && `; the ${believer.end} has not been told`}
          </>
        )}
      </span>
    </li>
  );
}
