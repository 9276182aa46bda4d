import { frame, Recording } from '../../src/capture/recording/recording';
import { encodeEngineOpen } from '../../src/protocol/encode';
import type { FeedRecord } from '../../src/protocol/feed';

/** The connections of the traffic: a page's plain WebSocket, and a Socket.IO session on another. */
const PLAIN = 1;
const SOCKET_IO = 2;
/** After this many exchanges both ends are silent for a while. */
const BUSY_EXCHANGES = 1500;
const SILENCE_MICROS = 2_500_000;

/** Generates traffic whose bytes are the same in every run. */
export class Traffic {
  atMicros = 10_000;
  readonly #recording = new Recording();
  #taken = 0;
  #exchanges = 0;
  #random = 101;

  /** How many units of the wire it has made: HTTP messages and frames. */
  get wireUnits(): number {
    return Math.max(0, this.#recording.records.length - 2);
  }

  /** Two connections and their opening handshakes. */
  begin(): FeedRecord[] {
    const at = this.atMicros;
    this.#recording
      .open(at, PLAIN)
      .handshake(at)
      .open(at, SOCKET_IO)
      .handshake(at, { target: '/lab/a1/socket.io/?EIO=4&transport=websocket' })
      .server(at + 2_000, frame('text', encodeEngineOpen('lv_VI97HAXpY6yYWAAAC')))
      .client(at + 2_000, frame('text', '40'))
      .server(at + 2_000, frame('text', '40{"sid":"wZX3oN0bSVIhsaknAAAI"}'));
    this.atMicros = at + 2_000;
    return this.#take();
  }

  /**
   * The next two units, a question and its answer, `gapMicros` apart. Of ten exchanges, six are echoed texts, three are
   * Socket.IO events with their acknowledgements, and one is a ping with its pong.
   */
  exchange(gapMicros: number): FeedRecord[] {
    const n = this.#exchanges++;
    const at = this.atMicros + gapMicros;
    this.atMicros = at + gapMicros;
    const plain = this.#recording.on(PLAIN);
    if (n % 10 < 6) {
      const echoed = frame('text', `message ${n}: ${'abcdefghijklmnop'.repeat(1 + (n % 8))}`);
      plain.exchange(at, echoed, echoed, gapMicros);
    } else if (n % 10 < 9) {
      const event = `42${n}["message",{"id":${n},"text":"hello from user ${n % 7}"}]`;
      const answer = frame('text', `43${n}["stored",{"id":${n}}]`);
      this.#recording.on(SOCKET_IO).exchange(at, frame('text', event), answer, gapMicros);
    } else {
      plain.server(at, frame('ping', 'beat')).client(at + gapMicros, frame('pong', 'beat'));
    }
    return this.#take();
  }

  /** Like `exchange`, at about 800 units a second with silence between busy times. */
  exchangeAtEase(): FeedRecord[] {
    if (this.#exchanges > 0 && this.#exchanges % BUSY_EXCHANGES === 0) this.atMicros += SILENCE_MICROS;
    return this.exchange(900 + (this.#number() % 700));
  }

  /** What was written since the last time. */
  #take(): FeedRecord[] {
    const { records } = this.#recording;
    const news = records.slice(this.#taken);
    this.#taken = records.length;
    return news;
  }

  /** xorshift: the same numbers in every run. */
  #number(): number {
    this.#random ^= this.#random << 13;
    this.#random ^= this.#random >>> 17;
    this.#random ^= this.#random << 5;
    return this.#random >>> 0;
  }
}
