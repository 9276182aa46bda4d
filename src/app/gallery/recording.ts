import type { Call } from '../../capture/capture';
import { createCapture, type WritableCapture } from '../../capture/create-capture';
import { type EndRecord, type FeedRecord, type OpenRecord, UNIMPAIRED } from '../../protocol/feed';
import type { Peer } from '../../protocol/unit';

const utf8 = new TextEncoder();

/** Opcodes of RFC 6455 §5.2, by the names of the units. */
const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

interface FrameOptions {
  readonly connection?: number;
  /** Without it, the last frame of its message. */
  readonly isFinal?: boolean;
  /** Without it, what RFC 6455 §5.1 demands of this sender. */
  readonly isMasked?: boolean;
  /** Sets RSV1: the payload is compressed (RFC 7692 §6). */
  readonly isCompressed?: boolean;
  readonly heldMicros?: number;
}

/**
 * Writes a capture by hand, one call after the other, in microseconds of the lab's clock. Every byte is a real one: it
 * goes the way of the feed, through capture and decoder.
 */
export class Recording {
  readonly capture: WritableCapture = createCapture();
  private seq = 0;
  private readonly sent = new Map<string, number>();

  connect(connection: number, atMicros: number, more: Partial<OpenRecord> = {}): this {
    const client = { address: '127.0.0.1', port: 51_830 + connection };
    const server = { address: '127.0.0.1', port: 8101 };
    return this.log({ type: 'open', connection, atMicros, client, server, via: 'direct', ...more });
  }

  /** Bytes as one read or write of the server's socket; a text is UTF-8. */
  bytes(
    connection: number,
    sender: Peer,
    atMicros: number,
    content: string | Uint8Array,
    heldMicros = 0,
  ): this {
    const bytes = typeof content === 'string' ? utf8.encode(content) : content;
    const stream = `${connection} ${sender}`;
    const offset = this.sent.get(stream) ?? 0;
    this.sent.set(stream, offset + bytes.length);
    return this.log({ type: 'chunk', connection, sender, atMicros, offset, heldMicros, bytes });
  }

  /** One request and its response, `tookMicros` later. */
  exchange(
    connection: number,
    atMicros: number,
    request: string,
    response: string,
    tookMicros = 1_900,
  ): this {
    return this.bytes(connection, 'client', atMicros, request).bytes(
      connection,
      'server',
      atMicros + tookMicros,
      response,
    );
  }

  /** The opening handshake, with the key and the answer of RFC 6455 §1.3. `call` is the page's call that opens it. */
  handshake(connection: number, atMicros: number, call?: number): this {
    const query = call === undefined ? '' : `?call=${call}`;
    const request =
      `GET /lab/4f1c/ws${query} HTTP/1.1\r\nHost: localhost:8101\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Origin: http://localhost:8101\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const response =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
    return this.exchange(connection, atMicros, request, response);
  }

  /** One frame (RFC 6455 §5.2); connection 1 unless told. */
  frame(
    sender: Peer,
    kind: keyof typeof OPCODES,
    atMicros: number,
    payload: string | Uint8Array = '',
    options: FrameOptions = {},
  ): this {
    const { connection = 1, isFinal = true, isMasked = sender === 'client', isCompressed = false } = options;
    const head = (isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | OPCODES[kind];
    const bytes = frameOf(head, isMasked, typeof payload === 'string' ? utf8.encode(payload) : payload);
    return this.bytes(connection, sender, atMicros, bytes, options.heldMicros);
  }

  /** A close frame with its status code (RFC 6455 §5.5.1). */
  close(sender: Peer, atMicros: number, code: number, reason = '', connection = 1): this {
    const payload = Uint8Array.of(code >> 8, code & 0xff, ...utf8.encode(reason));
    return this.frame(sender, 'close', atMicros, payload, { connection });
  }

  end(connection: number, atMicros: number, how: EndRecord['how'], by: Peer): this {
    return this.log({ type: 'end', connection, atMicros, how, by });
  }

  /** From now on the lab adds this delay to the connection, each way. */
  delay(connection: number, atMicros: number, delayMs: number): this {
    return this.log({ type: 'impairment', connection, atMicros, ...UNIMPAIRED, delayMs });
  }

  /** From now on nothing passes. */
  cut(connection: number, atMicros: number, cut: 'stall' | 'black hole'): this {
    return this.log({ type: 'impairment', connection, atMicros, ...UNIMPAIRED, cut });
  }

  /** What code in the page did; `opener` is the call that opened the connection. */
  call(kind: Call['kind'], opener: number, atMicros: number, detail = ''): this {
    const opens = kind === 'new WebSocket' || kind === 'fetch' || kind === 'raw';
    this.capture.addCall({ kind, opener, at: atMicros, detail, end: 'client', ...(opens && { id: opener }) });
    return this;
  }

  private log(record: Unnumbered): this {
    this.capture.apply([{ ...record, seq: ++this.seq } as FeedRecord]);
    return this;
  }
}

type Logged = Extract<FeedRecord, { readonly seq: number }>;
type Unnumbered = Logged extends infer One ? (One extends Logged ? Omit<One, 'seq'> : never) : never;

/** Up to 65 535 bytes of payload. */
function frameOf(head: number, isMasked: boolean, payload: Uint8Array): Uint8Array {
  const mask = isMasked ? [0x8a, 0x6a, 0x8e, 0x10] : [];
  const bit = isMasked ? 0x80 : 0;
  const { length } = payload;
  const size = length < 126 ? [bit | length] : [bit | 126, length >> 8, length & 0xff];
  const body = isMasked ? payload.map((byte, i) => byte ^ mask[i % 4]!) : payload;
  return Uint8Array.of(head, ...size, ...mask, ...body);
}
