import { milliseconds } from '../prose';
import { exchangesOf, type Traffic, trafficOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { measureHttp } from './http-measures';
import styles from './loads.module.css';
import type { PageLoad } from './page-loads';

/** The textbook time for a load with a connection for each request, in milliseconds: two round trips each. */
function textbookMs(requests: number, delayMs: number): number {
  return requests * 2 * (2 * delayMs);
}

/** The textbook formula with the numbers of a load, and what was measured on the wire. */
export function Formula({ load }: { readonly load: PageLoad }) {
  const { run } = useLesson();
  const traffic = trafficOf(run.capture, load.openers);
  const { requests, totalMicros } = measureHttp(traffic);
  if (totalMicros === null) return null;
  const formulaMicros = textbookMs(requests, load.delayMs) * 1000;
  return (
    <dl className={styles.formula}>
      <dt>
        {requests} requests × 2 round trips × {2 * load.delayMs} ms
      </dt>
      <dd>{milliseconds(0, formulaMicros)}</dd>
      <dt>measured, first byte to last</dt>
      <dd>{milliseconds(0, totalMicros)}</dd>
      <dt>the rest for each request: sending the bytes, and the programs at both ends</dt>
      <dd>{milliseconds(0, Math.max(0, totalMicros - formulaMicros) / requests)}</dd>
    </dl>
  );
}

/** The time from each request to the last byte of its response, in microseconds. */
export function timesOf(traffic: Traffic): readonly number[] {
  return exchangesOf(traffic).flatMap(({ request, response }) =>
    response ? [response.until - request.at] : [],
  );
}
