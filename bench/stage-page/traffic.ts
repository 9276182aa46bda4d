import type { ChunkRecord, FeedRecord } from '../../src/protocol/feed';
import type { Peer } from '../../src/protocol/unit';

/** The connections of the traffic: a page's plain WebSocket, and a Socket.IO session on another. */
const PLAIN = 1;
const SOCKET_IO = 2;
/** After this many exchanges both ends are silent for a while. */
const BUSY_EXCHANGES = 1500;
const SILENCE_MICROS = 2_500_000;

const utf8 = new TextEncoder();

/** Generates traffic whose bytes are the same in every run. */
export class Traffic {
  /** How many units of the wire it has made: HTTP messages and frames. */
  wireUnits = 0;
  atMicros = 10_000;
  #exchanges = 0;
  #seq = 0;
  #random = 101;
  readonly #offsets = new Map<string, number>();

  /** Two connections and their opening handshakes. */
  begin(): FeedRecord[] {
    const made: FeedRecord[] = [];
    for (const connection of [PLAIN, SOCKET_IO]) {
      made.push({
        type: 'open',
        seq: ++this.#seq,
        connection,
        atMicros: this.atMicros,
        client: { address: '127.0.0.1', port: 51_830 + connection },
        server: { address: '127.0.0.1', port: 8101 },
        via: 'direct',
      });
      const path = connection === PLAIN ? 'ws' : 'socket.io/?EIO=4&transport=websocket';
      made.push(this.#chunk(connection, 'client', utf8.encode(requestFor(path))));
      made.push(this.#chunk(connection, 'server', utf8.encode(SWITCHING)));
    }
    for (const [sender, text] of [
      [
        'server',
        '0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
      ],
      ['client', '40'],
      ['server', '40{"sid":"wZX3oN0bSVIhsaknAAAI"}'],
    ] as const) {
      made.push(this.#text(SOCKET_IO, sender, text));
    }
    return made;
  }

  /**
   * The next two units, a question and its answer, `gapMicros` apart. Of ten exchanges, six are echoed texts, three are
   * Socket.IO events with their acknowledgements, and one is a ping with its pong.
   */
  exchange(gapMicros: number): FeedRecord[] {
    const n = this.#exchanges++;
    this.atMicros += gapMicros;
    const question = this.#exchangePart(n, true);
    this.atMicros += gapMicros;
    return [question, this.#exchangePart(n, false)];
  }

  /** Like `exchange`, at about 800 units a second with silence between busy times. */
  exchangeAtEase(): FeedRecord[] {
    if (this.#exchanges > 0 && this.#exchanges % BUSY_EXCHANGES === 0) this.atMicros += SILENCE_MICROS;
    return this.exchange(900 + (this.#number() % 700));
  }

  #exchangePart(n: number, isQuestion: boolean): ChunkRecord {
    const kind = n % 10;
    const sender = isQuestion ? 'client' : 'server';
    if (kind < 6) return this.#text(PLAIN, sender, `message ${n}: ${'abcdefghijklmnop'.repeat(1 + (n % 8))}`);
    if (kind === 9)
      return this.#frame(PLAIN, isQuestion ? 'server' : 'client', isQuestion ? 9 : 10, utf8.encode('beat'));
    return this.#text(
      SOCKET_IO,
      sender,
      isQuestion
        ? `42${n}["message",{"id":${n},"text":"hello from user ${n % 7}"}]`
        : `43${n}["stored",{"id":${n}}]`,
    );
  }

  #text(connection: number, sender: Peer, text: string): ChunkRecord {
    return this.#frame(connection, sender, 1, utf8.encode(text));
  }

  /** One frame (RFC 6455 §5.2), masked when a client sends it; payloads stay below 64 KiB. */
  #frame(connection: number, sender: Peer, opcode: number, payload: Uint8Array): ChunkRecord {
    const isMasked = sender === 'client';
    const lengthBytes = payload.length < 126 ? 0 : 2;
    const start = 2 + lengthBytes + (isMasked ? 4 : 0);
    const bytes = new Uint8Array(start + payload.length);
    bytes[0] = 0x80 | opcode;
    bytes[1] = (isMasked ? 0x80 : 0) | (lengthBytes === 0 ? payload.length : 126);
    if (lengthBytes === 2) new DataView(bytes.buffer).setUint16(2, payload.length);
    if (isMasked) for (let i = 0; i < 4; i++) bytes[2 + lengthBytes + i] = this.#number() & 255;
    const key = bytes.subarray(2 + lengthBytes, start);
    for (let i = 0; i < payload.length; i++) bytes[start + i] = payload[i]! ^ (isMasked ? key[i & 3]! : 0);
    return this.#chunk(connection, sender, bytes);
  }

  #chunk(connection: number, sender: Peer, bytes: Uint8Array): ChunkRecord {
    const way = `${connection} ${sender}`;
    const offset = this.#offsets.get(way) ?? 0;
    this.#offsets.set(way, offset + bytes.length);
    this.wireUnits++;
    const { atMicros } = this;
    return { type: 'chunk', seq: ++this.#seq, connection, sender, atMicros, offset, heldMicros: 0, bytes };
  }

  /** xorshift: the same numbers in every run. */
  #number(): number {
    this.#random ^= this.#random << 13;
    this.#random ^= this.#random >>> 17;
    this.#random ^= this.#random << 5;
    return this.#random >>> 0;
  }
}

function requestFor(path: string): string {
  return [
    `GET /lab/0123456789abcdef/${path} HTTP/1.1`,
    'Host: localhost:8101',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Origin: http://localhost:8101',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '',
    '',
  ].join('\r\n');
}

const SWITCHING = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  '',
  '',
].join('\r\n');
