import type { LayerId } from '../../protocol/layers';
import table from '../parts/table.module.css';
import { milliseconds } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './full-duplex.module.css';
import { measureBurst, measureHttp, type WayMeasures } from './ways';

/** The ways that were measured in this lab, side by side. */
export function WaysTable() {
  const { run } = useLesson();
  const polling = measureHttp(run.tasks.traffic('long-polling'), true);
  // Meanwhile the wire is what is looked at.
  const isRunning = polling === null && run.tasks.traffic('long-polling').calls.length > 0;
  const ways: readonly (readonly [string, LayerId, WayMeasures | null])[] = [
    ['WebSocket', 'websocket', measureBurst(run.tasks.traffic('burst'))],
    ['Request and response', 'http', measureHttp(run.tasks.traffic('one-by-one'))],
    ['Long polling and POST', 'http', polling],
  ];
  const measured = ways.flatMap(([name, layer, measures]) =>
    measures ? [{ name, layer, ...measures }] : [],
  );
  if (measured.length === 0) {
    return (
      <p className={table.empty} data-empty>
        The ways are compared here, side by side, once they have been measured.
      </p>
    );
  }
  // A question of the second step.
  const isOverheadTold = run.progress.isReady('long-polling');
  const longest = Math.max(...measured.map(({ tookMicros }) => tookMicros));
  return (
    <table className={`${table.table} ${styles.ways}`} data-empty={isRunning || undefined}>
      <caption>Measured in this lab, just now</caption>
      <thead>
        <tr>
          <th scope="col">way</th>
          <th scope="col">time</th>
          <th scope="col">messages per second</th>
          {isOverheadTold && <th scope="col">overhead per message</th>}
        </tr>
      </thead>
      <tbody>
        {measured.map(({ name, layer, messages, tookMicros, overheadBytes }) => (
          <tr key={name} data-layer={layer}>
            <th scope="row">{name}</th>
            <td>
              <span
                className={`${table.bar} ${styles.bar}`}
                style={{ width: `calc((100% - 9ch) * ${tookMicros / longest})` }}
                aria-hidden="true"
              />
              {milliseconds(0, tookMicros)}
            </td>
            <td>{((messages / tookMicros) * 1e6).toFixed(0)}</td>
            {isOverheadTold && <td>{Math.round(overheadBytes / messages)} B</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
