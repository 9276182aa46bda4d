import { useState } from 'react';
import { Button } from '../../ui/Button';
import { milliseconds } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './loads.module.css';
import { isComplete, loadsOf, measureLoad, WAY_NAMES } from './page-loads';

/** As many as can still be compared at a glance. */
const SHOWN = 8;

/** What every load of the page has cost, one below the other: measured on the wire of this lab. */
export function LoadsTable() {
  const { run } = useLesson();
  const [drawn, draw] = useState(0);
  const book = loadsOf(run);
  const rows = book.loads
    .filter(({ isDone }) => isDone)
    .map((load) => ({ load, measures: measureLoad(run.capture, load) }))
    .filter(({ load, measures }) => isComplete(load, measures))
    .slice(-SHOWN);
  if (rows.length === 0) return null;
  const longest = Math.max(...rows.map(({ measures }) => measures.totalMicros ?? 0));
  return (
    <>
      <table className={styles.table}>
        <caption>Measured in this lab</caption>
        <thead>
          <tr>
            <th scope="col">connec&shy;tions</th>
            <th scope="col">client ports</th>
            <th scope="col">round trips</th>
            <th scope="col">header bytes</th>
            <th scope="col">payload bytes</th>
            <th scope="col">time</th>
          </tr>
        </thead>
        {rows.map(({ load, measures }) => (
          <tbody key={load.number}>
            <tr>
              <th scope="rowgroup" colSpan={6} className={styles.way}>
                {WAY_NAMES[load.way]}{' '}
                <span className={styles.settings}>
                  · 1 + {load.objects}, {2 * load.delayMs} ms round trip
                </span>
                <span
                  className={styles.bar}
                  style={{ width: `${((measures.totalMicros ?? 0) / longest) * 100}%` }}
                  aria-hidden="true"
                />
              </th>
            </tr>
            <tr>
              <td>{measures.connections}</td>
              <td>{new Set(measures.ports).size}</td>
              <td>{measures.roundTrips}</td>
              <td>{both(measures.headerBytes)}</td>
              <td>{both(measures.payloadBytes)}</td>
              <td className={styles.time}>{milliseconds(0, measures.totalMicros ?? 0)}</td>
            </tr>
          </tbody>
        ))}
      </table>
      <div className={styles.actions}>
        <Button
          kind="quiet"
          disabled={book.isBusy}
          onClick={() => {
            book.clear();
            draw(drawn + 1);
          }}
        >
          Clear the table
        </Button>
      </div>
    </>
  );
}

const both = ({ client, server }: { readonly client: number; readonly server: number }) =>
  (client + server).toLocaleString('en-US');
