import { Recording } from '../../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../../protocol/encode';
import { pageTraffic } from '../../page-traffic';
import type { Traffic } from '../../traffic';

/** One request of the page and its response, as the tap would report it. */
interface RecordedExchange {
  readonly connection: number;
  /** Below the lab. */
  readonly path: string;
  readonly askedMs: number;
  /** Null while it is not answered. */
  readonly answeredMs: number | null;
  /** Further header fields of the response. */
  readonly says?: readonly string[];
  /** When its connection was opened; by default with the request. */
  readonly openedMs?: number;
  /** Bytes that the connection carried for others before. */
  readonly othersBytes?: number;
  /** When the page's code asked. */
  readonly calledMs?: number;
  /** When the page's code had the response; by default with its last byte. */
  readonly fetchedMs?: number;
  readonly delayMs?: number;
  /** When the server tells of the delay; by default with the request. */
  readonly delayToldMs?: number;
  /** How long the lab held the request; by default as for a new connection, with the round trip to open it. */
  readonly heldMs?: number;
}

/** Requests in the order given, one call each, and then their responses. */
export function recorded(exchanges: readonly RecordedExchange[]): Traffic {
  const recording = new Recording();
  const opened = new Set<number>();
  exchanges.forEach((exchange, n) => {
    const { askedMs, openedMs = askedMs, calledMs = askedMs, delayMs, othersBytes = 0 } = exchange;
    const { connection: id, path, heldMs = 3 * (delayMs ?? 0), delayToldMs = askedMs } = exchange;
    const connection = recording.on(id).call(calledMs * 1000, 'fetch', '', n + 1);
    if (!opened.has(id)) connection.open(openedMs * 1000);
    opened.add(id);
    if (delayMs !== undefined) connection.impair(delayToldMs * 1000, { delayMs });
    const request = encodeRequest(`GET /lab/a/${path}?call=${n + 1}`);
    connection.skip('client', othersBytes).client(askedMs * 1000, request, heldMs * 1000);
  });
  for (const { connection, answeredMs, says = [] } of exchanges) {
    if (answeredMs === null) continue;
    recording.on(connection).server(answeredMs * 1000, encodeResponse('200 OK', '0123456789', says));
  }
  exchanges.forEach(({ answeredMs, fetchedMs = answeredMs }, n) => {
    if (fetchedMs !== null) recording.call(fetchedMs * 1000, 'fetched', '200 OK', n + 1);
  });
  return pageTraffic(recording);
}
