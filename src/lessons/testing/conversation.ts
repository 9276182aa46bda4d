import type { Call } from '../../capture/capture';
import { createCapture } from '../../capture/create-capture';
import type { FeedRecord } from '../../protocol/feed';
import type { Peer } from '../../protocol/unit';
import { type Traffic, trafficOf } from '../traffic';

const utf8 = new TextEncoder();
const OPCODES = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** For tests of what a lesson makes of traffic: connections of a page, as the feed would tell of them. Times in milliseconds. */
export class Conversation {
  readonly capture = createCapture();
  #seq = 0;
  #now = 0;
  readonly #openers = new Set<number>();
  readonly #sent = new Map<string, number>();

  /** A connection of the page's, opened by the call of the same number. */
  connect(connection: number, kind: Call['kind'] = 'fetch'): this {
    this.#openers.add(connection);
    this.capture.addCall({ id: connection, opener: connection, at: 0, end: 'client', kind, detail: '' });
    const client = { address: '127.0.0.1', port: 50_000 + connection };
    const server = { address: '127.0.0.1', port: 8101 };
    return this.#log({ type: 'open', connection, client, server, via: 'direct' });
  }

  /** A connection that is a WebSocket by now. */
  socket(connection: number): this {
    const request = `GET /lab/a/ws?call=${connection} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    const response =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
    return this.connect(connection, 'new WebSocket')
      .bytes(connection, 'client', request)
      .bytes(connection, 'server', response);
  }

  /** One read or write of the server's socket. */
  bytes(connection: number, sender: Peer, content: string | Uint8Array, heldMs = 0): this {
    const bytes = typeof content === 'string' ? utf8.encode(content) : content;
    const key = `${connection} ${sender}`;
    const offset = this.#sent.get(key) ?? 0;
    this.#sent.set(key, offset + bytes.length);
    return this.#log({ type: 'chunk', connection, sender, offset, heldMicros: heldMs * 1000, bytes });
  }

  /** One frame with a short payload, masked with zeros where it must be. */
  frame(
    connection: number,
    sender: Peer,
    kind: keyof typeof OPCODES,
    payload: string | Uint8Array = '',
    heldMs = 0,
  ): this {
    const content = typeof payload === 'string' ? utf8.encode(payload) : payload;
    const isMasked = sender === 'client';
    const head = [0x80 | OPCODES[kind], (isMasked ? 0x80 : 0) | content.length];
    const bytes = Uint8Array.of(...head, ...(isMasked ? [0, 0, 0, 0] : []), ...content);
    return this.bytes(connection, sender, bytes, heldMs);
  }

  /** What the page's code did or saw. */
  call(connection: number, kind: Call['kind'], detail = ''): this {
    this.capture.addCall({ at: this.#now * 1000, end: 'client', opener: connection, kind, detail });
    return this;
  }

  /** What follows happens then. */
  at(ms: number): this {
    this.#now = ms;
    return this;
  }

  /** All that its connections have caused. */
  traffic(): Traffic {
    return trafficOf(this.capture, this.#openers);
  }

  #log(record: object): this {
    this.capture.apply([{ ...record, seq: ++this.#seq, atMicros: this.#now * 1000 } as FeedRecord]);
    return this;
  }
}
