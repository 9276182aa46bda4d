import { type ReactNode, useId } from 'react';
import { milliseconds, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import {
  messageCount,
  microsOf,
  overheadPerMessage,
  type Passed,
  SHARES,
  type Share,
  totalBytes,
} from './measure';
import { type MeasuredWay, WAY_NAMES, type Way, waysIn } from './ways';
import styles from './ways-figure.module.css';

const SHARE_NAMES: Readonly<Record<Share, string>> = {
  httpHead: 'HTTP start lines and header fields',
  httpBody: 'HTTP bodies around the messages',
  frameHeader: 'WebSocket frame headers, Close frames',
  socketIo: 'Engine.IO and Socket.IO',
  text: 'message text',
};

interface Props {
  /** Of one task: each way that it has tried becomes a column. */
  readonly traffic: Traffic;
  /** The ways that will be there, in this order; by default those that are. */
  readonly columns?: readonly Way[];
}

/** The ways that were measured, side by side: a bar for the bytes of a message, and the figures under it. Each leads to its traffic. */
export function WaysFigure({ traffic, columns }: Props) {
  const { run } = useLesson();
  const about = useId();
  const ways = waysIn(traffic, run);
  if (ways.length === 0) {
    return (
      <p className={styles.empty}>
        Each way becomes a bar here when its messages have passed: bytes on the wire for each message, by
        layer, with the figures below.
      </p>
    );
  }
  const longest = Math.max(...ways.map(perMessage));
  const places = (columns ?? ways.map(({ way }) => way)).map((way) => ({
    way,
    measured: ways.find((candidate) => candidate.way === way) ?? null,
  }));
  const shares = SHARES.filter((share) => ways.some(({ measures }) => measures.bytes[share] > 0));
  const counted = Math.max(...ways.map(({ measures }) => measures.messages.server.length));
  const row = (key: string, name: ReactNode, cell: (measured: MeasuredWay) => ReactNode) => (
    <tr key={key}>
      <th scope="row">{name}</th>
      {places.map(({ way, measured }) => (
        <td key={way}>{measured && cell(measured)}</td>
      ))}
    </tr>
  );
  const plain = (name: string, cell: (measured: MeasuredWay) => ReactNode) => row(name, name, cell);
  return (
    <div className={styles.figure}>
      <p className={styles.about} id={about}>
        Measured in this lab, with {ways[0]?.delayMs} ms added each way. Press a figure to see its traffic.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
      <section className={styles.scroller} tabIndex={0} aria-label="The ways compared">
        <table className={styles.table} aria-describedby={about}>
          <thead>
            <tr>
              <th scope="col">bytes per message</th>
              {places.map(({ way, measured }) => (
                <th key={way} scope="col" className={styles.column}>
                  {measured && <Bar measured={measured} longest={longest} />}
                  {WAY_NAMES[way]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plain('bytes on the wire', ({ measures }) => (
              <Phrase unit={measures.first}>{count(totalBytes(measures))}</Phrase>
            ))}
            {shares.map((share) =>
              row(share, <ShareName share={share} />, ({ measures }) => count(measures.bytes[share])),
            )}
            {row('overhead', <strong>overhead per message</strong>, ({ measures }) => (
              <strong>{count(overheadPerMessage(measures))} B</strong>
            ))}
            {plain('connections', ({ measures }) => measures.connections)}
            {plain('requests', ({ measures }) => measures.requests)}
            {plain('requests that brought nothing', ({ measures: { empty } }) => (
              <Phrase unit={empty[0]}>{empty.length}</Phrase>
            ))}
            {plain('server to browser, p50', ({ measures }) => time(measures.latency.server?.p50))}
            {plain('server to browser, p99', ({ measures }) => time(measures.latency.server?.p99))}
            {plain('browser to server, p50', ({ measures }) => time(measures.latency.client?.p50))}
            {plain('browser to server, p99', ({ measures }) => time(measures.latency.client?.p99))}
          </tbody>
        </table>
      </section>
      <p className={styles.note}>
        Server to browser is measured on the server’s clock alone: from making the message to writing it on
        the socket, after the lab’s delay. Browser to server begins on the page’s clock, converted to the
        server’s (±{milliseconds(0, Math.max(...ways.map(({ uncertaintyMicros }) => uncertaintyMicros)))}, and
        set back where a message would have been read before it was sent). It ends when the server’s program
        has the message. Half of the messages took at most p50; of {counted}, p99 is the slowest.
      </p>
    </div>
  );
}

/** One message's bytes, stacked by layer. */
function Bar({ measured, longest }: { readonly measured: MeasuredWay; readonly longest: number }) {
  const { measures } = measured;
  const messages = messageCount(measures);
  return (
    <span className={styles.bar}>
      <Phrase unit={measures.messages.client[0]?.unit ?? measures.first}>
        {count(perMessage(measured))} B
      </Phrase>
      <span className={styles.stack} aria-hidden="true">
        {SHARES.map((share) => (
          <span
            key={share}
            data-share={share}
            style={{ height: `${(measures.bytes[share] / messages / longest) * 100}%` }}
          />
        ))}
      </span>
    </span>
  );
}

function ShareName({ share }: { readonly share: Share }) {
  return (
    <>
      <span className={styles.swatch} data-share={share} aria-hidden="true" />
      {SHARE_NAMES[share]}
    </>
  );
}

const time = (message: Passed | undefined) =>
  message ? <Phrase unit={message.unit}>{milliseconds(0, microsOf(message))}</Phrase> : 'none';

const count = (value: number) => Math.round(value).toLocaleString('en-US');

const perMessage = ({ measures }: MeasuredWay) => totalBytes(measures) / Math.max(1, messageCount(measures));
