import { useState } from 'react';
import { Button } from '../../ui/Button';
import type { LessonRun } from '../lesson-run';
import { milliseconds, Phrase } from '../prose';
import { exchangesOf, trafficOf } from '../traffic';
import { useLesson } from '../use-lesson';
import styles from './loads-figure.module.css';
import { isComplete, loadsOf, measureLoad, type PageLoad, WAY_NAMES } from './page-loads';

/** As many as can still be compared at a glance. */
const SHOWN = 6;

/** What every load of the page has cost: a bar from each request to the end of its response, all on one scale of time. */
export function LoadsFigure() {
  const { run } = useLesson();
  const [drawn, draw] = useState(0);
  const book = loadsOf(run);
  const rows = book.loads
    .filter(({ isDone }) => isDone)
    .map((load) => ({ load, measures: measureLoad(run.capture, load) }))
    .filter(({ load, measures }) => isComplete(load, measures))
    .slice(-SHOWN)
    // The newest is seen without scrolling.
    .toReversed();
  if (rows.length === 0) {
    return (
      <p className={styles.empty}>
        Each load of the page becomes a waterfall here: one bar for each request, from its first byte to the
        last byte of its response.
      </p>
    );
  }
  const longest = Math.max(...rows.map(({ measures }) => measures.totalMicros ?? 0));
  return (
    <div className={styles.figure}>
      <div className={styles.head}>
        <h2 className={styles.title}>Measured in this lab</h2>
        <Button
          kind="quiet"
          disabled={book.isBusy}
          onClick={() => {
            book.clear();
            draw(drawn + 1);
          }}
        >
          Clear
        </Button>
      </div>
      <ol className={styles.loads}>
        {rows.map(({ load, measures }) => (
          <li key={load.number} className={styles.load}>
            <h3 className={styles.way}>
              {WAY_NAMES[load.way]}{' '}
              <span className={styles.soft}>
                a document and {load.objects} {load.objects === 1 ? 'object' : 'objects'}, {2 * load.delayMs}{' '}
                ms added to each round trip
              </span>
            </h3>
            <strong className={styles.time}>{milliseconds(0, measures.totalMicros ?? 0)}</strong>
            <Waterfall load={load} longestMicros={longest} />
            <dl className={styles.measures}>
              <Measure name="in requests">{milliseconds(0, measures.busyMicros)}</Measure>
              <Measure name="between them">
                {milliseconds(measures.busyMicros, measures.totalMicros ?? 0)}
              </Measure>
              <Measure name={measures.connections === 1 ? 'connection' : 'connections'}>
                {measures.connections}
              </Measure>
              <Measure name={measures.roundTrips === 1 ? 'round trip' : 'round trips in a row'}>
                {measures.roundTrips}
              </Measure>
              <Measure name="header bytes">{both(measures.headerBytes)}</Measure>
              <Measure name="payload bytes">{both(measures.payloadBytes)}</Measure>
            </dl>
          </li>
        ))}
      </ol>
      <p className={styles.legend}>
        A bar reaches from the first byte of a request to the last of its response. A gap between bars is time
        spent in the browser, which reads the response and may open a connection before it asks again. Round
        trips in a row each had to wait for the one before, to open a connection or to get a response. Round
        trips side by side count once.
      </p>
    </div>
  );
}

function Measure({ name, children }: { readonly name: string; readonly children: string | number }) {
  return (
    <div>
      <dd>{children}</dd> <dt>{name}</dt>
    </div>
  );
}

interface WaterfallProps {
  readonly load: PageLoad;
  /** The width of the drawing, in time. */
  readonly longestMicros: number;
}

/** The requests of a load from top to bottom, each with the port that it came from. */
function Waterfall({ load, longestMicros }: WaterfallProps) {
  const { run } = useLesson();
  const bars = barsOf(run, load);
  const from = Math.min(...bars.map(({ at }) => at));
  const share = (micros: number) => `${(micros / longestMicros) * 100}%`;
  return (
    <ol className={styles.bars} aria-label="Its requests">
      {bars.map(({ request, response, port, at, until }) => (
        <li key={request.id}>
          <span
            className={styles.bar}
            style={{ marginLeft: share(at - from), width: share(until - at) }}
            aria-hidden="true"
          />
          <span className={styles.port}>
            <Phrase unit={response ?? request}>:{port}</Phrase>
          </span>
        </li>
      ))}
    </ol>
  );
}

function barsOf({ capture }: LessonRun, { openers }: PageLoad) {
  return exchangesOf(trafficOf(capture, openers))
    .map(({ request, response, connection }) => ({
      request,
      response,
      port: connection.client.port,
      at: request.at,
      until: response?.until ?? request.until,
    }))
    .toSorted((a, b) => a.at - b.at);
}

const both = ({ client, server }: { readonly client: number; readonly server: number }) =>
  (client + server).toLocaleString('en-US');
