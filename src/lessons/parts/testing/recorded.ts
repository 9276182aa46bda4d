import { createCapture } from '../../../capture/create-capture';
import { type FeedRecord, UNIMPAIRED } from '../../../protocol/feed';
import { type Traffic, trafficOf } from '../../traffic';

/** One request of the page and its response, as the tap would tell of it. */
interface RecordedExchange {
  readonly connection: number;
  /** Below the lab. */
  readonly path: string;
  readonly askedMs: number;
  /** Null while it is not answered. */
  readonly answeredMs: number | null;
  /** Further header fields of the response. */
  readonly says?: string;
  /** When its connection was opened; with the request without it. */
  readonly openedMs?: number;
  /** Bytes that the connection had carried for others before. */
  readonly othersBytes?: number;
  /** When the page's code asked. */
  readonly calledMs?: number;
  readonly delayMs?: number;
  /** How long the lab held the request; for a new connection, with the round trip of its making, without it. */
  readonly heldMs?: number;
}

const BODY = '0123456789';

/** Traffic made by hand, through the real capture and decoder: requests in the order given, one call each. */
export function recorded(exchanges: readonly RecordedExchange[]): Traffic {
  const capture = createCapture();
  let seq = 0;
  const offsets = new Map<string, number>();
  const log = (connection: number, atMs: number, record: object) =>
    capture.apply([{ ...record, connection, seq: ++seq, atMicros: atMs * 1000 } as FeedRecord]);
  const chunk = (
    connection: number,
    atMs: number,
    sender: 'client' | 'server',
    text: string,
    skip = 0,
    heldMs = 0,
  ) => {
    const bytes = new TextEncoder().encode(text);
    const offset = (offsets.get(`${connection} ${sender}`) ?? 0) + skip;
    log(connection, atMs, { type: 'chunk', sender, offset, heldMicros: heldMs * 1000, bytes });
    offsets.set(`${connection} ${sender}`, offset + bytes.length);
  };
  exchanges.forEach((exchange, n) => {
    const { connection, path, askedMs, openedMs = askedMs, calledMs = askedMs, delayMs } = exchange;
    capture.addCall({
      id: n + 1,
      opener: n + 1,
      at: calledMs * 1000,
      end: 'client',
      kind: 'fetch',
      detail: '',
    });
    if (!capture.connection(connection)) {
      const client = { address: '127.0.0.1', port: 50_000 + connection };
      log(connection, openedMs, { type: 'open', client, server: { ...client, port: 8101 }, via: 'direct' });
    }
    if (delayMs !== undefined) log(connection, askedMs, { type: 'impairment', ...UNIMPAIRED, delayMs });
    const request = `GET /lab/a/${path}?call=${n + 1} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const heldMs = exchange.heldMs ?? 3 * (delayMs ?? 0);
    chunk(connection, askedMs, 'client', request, exchange.othersBytes, heldMs);
  });
  for (const { connection, answeredMs, says = '' } of exchanges) {
    if (answeredMs === null) continue;
    const response = `HTTP/1.1 200 OK\r\n${says}Content-Length: ${BODY.length}\r\n\r\n${BODY}`;
    chunk(connection, answeredMs, 'server', response);
  }
  return trafficOf(capture, new Set(exchanges.map((_, n) => n + 1)));
}
