import type { ReactNode } from 'react';
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
import { type MeasuredWay, WAY_NAMES, waysIn } from './ways';
import styles from './ways-figure.module.css';

export const SHARE_NAMES: Readonly<Record<Share, string>> = {
  httpHead: 'HTTP heads',
  httpBody: 'HTTP bodies around the messages',
  frameHeader: 'WebSocket frame headers',
  socketIo: 'Engine.IO and Socket.IO',
  text: 'message text',
};

interface Props {
  /** Of one task: each way that it has tried becomes a column. */
  readonly traffic: Traffic;
}

/** The ways that were measured, side by side: a bar for the bytes of a message, and the figures under it. Each leads to its traffic. */
export function WaysFigure({ traffic }: Props) {
  const { run } = useLesson();
  const ways = waysIn(traffic, run);
  if (ways.length === 0) {
    return (
      <p className={styles.empty}>
        Each way becomes a bar here when its messages have passed: bytes on the wire for each message, by
        layer, with the figures below it.
      </p>
    );
  }
  const longest = Math.max(...ways.map(perMessage));
  const row = (name: ReactNode, cell: (way: MeasuredWay) => ReactNode) => (
    <tr>
      <th scope="row">{name}</th>
      {ways.map((way) => (
        <td key={way.way}>{cell(way)}</td>
      ))}
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section className={styles.figure} tabIndex={0} aria-label="The ways compared">
      <table className={styles.table}>
        <caption>
          Measured in this lab, just now, with {ways[0]?.delayMs} ms added each way. Press a figure to see its
          traffic.
        </caption>
        <thead>
          <tr>
            <th scope="col">bytes a message</th>
            {ways.map((measured) => (
              <th key={measured.way} scope="col" className={styles.column}>
                <Bar measured={measured} longest={longest} />
                {WAY_NAMES[measured.way]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row('bytes on the wire', ({ measures }) => (
            <Phrase unit={measures.first}>{count(totalBytes(measures))}</Phrase>
          ))}
          {SHARES.map((share) => (
            <ShareRow key={share} share={share} ways={ways} />
          ))}
          {row(<strong>overhead a message</strong>, ({ measures }) => (
            <strong>{count(overheadPerMessage(measures))} B</strong>
          ))}
          {row('connections', ({ measures }) => measures.connections)}
          {row('requests', ({ measures }) => measures.requests)}
          {row('requests that brought nothing', ({ measures: { empty } }) => (
            <Phrase unit={empty[0]}>{empty.length}</Phrase>
          ))}
          {row('server to browser, p50', ({ measures }) => time(measures.latency.server?.p50))}
          {row('server to browser, p99', ({ measures }) => time(measures.latency.server?.p99))}
          {row('browser to server, p50', ({ measures }) => time(measures.latency.client?.p50))}
          {row('browser to server, p99', ({ measures }) => time(measures.latency.client?.p99))}
        </tbody>
      </table>
      <p className={styles.note}>
        Server to browser is measured on the server’s clock alone: from making the message to writing it on
        the socket, after the lab’s delay. Browser to server begins on the page’s clock, converted to the
        server’s (±{milliseconds(0, Math.max(...ways.map(({ uncertaintyMicros }) => uncertaintyMicros)))}),
        and ends when the server’s program has the message. Of 50 messages, p99 is the slowest.
      </p>
    </section>
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

function ShareRow({ share, ways }: { readonly share: Share; readonly ways: readonly MeasuredWay[] }) {
  if (ways.every(({ measures }) => measures.bytes[share] === 0)) return null;
  return (
    <tr>
      <th scope="row">
        <span className={styles.swatch} data-share={share} aria-hidden="true" />
        {SHARE_NAMES[share]}
      </th>
      {ways.map(({ way, measures }) => (
        <td key={way}>{count(measures.bytes[share])}</td>
      ))}
    </tr>
  );
}

const time = (message: Passed | undefined) =>
  message ? <Phrase unit={message.unit}>{milliseconds(0, microsOf(message))}</Phrase> : 'none';

const count = (value: number) => Math.round(value).toLocaleString('en-US');

const perMessage = ({ measures }: MeasuredWay) => totalBytes(measures) / Math.max(1, messageCount(measures));
