import { measureNews } from '../parts/news';
import table from '../parts/table.module.css';
import { milliseconds } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './polling.module.css';

const WAYS = [
  { task: 'short', name: 'Short polling' },
  { task: 'long', name: 'Long polling' },
  { task: 'events', name: 'Server-sent events' },
] as const;

/** The ways that were tried, side by side, with overhead bytes per byte of news. */
export function Meter() {
  const { run } = useLesson();
  const tried = WAYS.map((way) => ({ ...way, measures: measureNews(run.tasks.traffic(way.task)) })).filter(
    ({ measures }) => measures.requests > 0,
  );
  if (tried.length === 0) return null;
  const most = Math.max(...tried.map(({ measures }) => costOf(measures) ?? 0));
  return (
    <table className={`${table.table} ${styles.meter}`} data-layer="http">
      <caption>Measured in this lab, just now</caption>
      <thead>
        <tr>
          <th scope="col">way</th>
          <th scope="col">requests</th>
          <th scope="col">without news</th>
          <th scope="col">late by (median)</th>
          <th scope="col">other bytes per byte of news</th>
        </tr>
      </thead>
      <tbody>
        {tried.map(({ task, name, measures }) => {
          const cost = costOf(measures);
          return (
            <tr key={task}>
              <th scope="row">{name}</th>
              <td>{measures.requests}</td>
              <td>{measures.empty}</td>
              <td>
                {measures.latenessMicros === null ? 'no news' : milliseconds(0, measures.latenessMicros)}
              </td>
              <td>
                {cost === null ? (
                  'no news'
                ) : (
                  <>
                    <span
                      className={table.bar}
                      style={{ width: `${(cost / most) * 100}%` }}
                      aria-hidden="true"
                    />
                    {cost.toFixed(1)}
                  </>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Overhead bytes per byte of news; null without news. */
function costOf({ overheadBytes, newsBytes }: ReturnType<typeof measureNews>): number | null {
  return newsBytes === 0 ? null : overheadBytes / newsBytes;
}
