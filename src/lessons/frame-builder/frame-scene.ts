import { createCapture } from '../../capture/create-capture';
import type { FeedRecord } from '../../protocol/feed';
import { acceptSteps } from '../../protocol/handshake';
import type { Peer } from '../../protocol/unit';
import { type Traffic, trafficOf } from '../traffic';
import { frameDraft, specOf } from './draft';
import { encodeFrames, type FrameSpec } from './frame-spec';

type Log = Extract<FeedRecord, { seq: number }>;
type NewLog = Log extends infer One ? (One extends Log ? Omit<One, 'seq' | 'atMicros'> : never) : never;

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** WebSockets without a network, for tests: frames that either side sends go through the real capture and decoders. */
export class FrameScene {
  readonly capture = createCapture();
  #seq = 0;
  #connections = 0;

  /** A WebSocket whose handshake is done. */
  open(via: 'direct' | 'raw' = 'raw', isDeflating = false): number {
    const connection = ++this.#connections;
    const client = { address: '127.0.0.1', port: 50_000 + connection };
    this.#log({ type: 'open', connection, client, server: { address: '127.0.0.1', port: 8101 }, via });
    const call = { at: this.#seq, end: 'client', id: connection, opener: connection, detail: '' } as const;
    this.capture.addCall({ ...call, kind: via === 'raw' ? 'raw' : 'new WebSocket' });
    const extensions = isDeflating ? 'Sec-WebSocket-Extensions: permessage-deflate\r\n' : '';
    const ask = `GET /lab/a1/ws?call=${connection} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    const agree = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
    this.bytes(
      connection,
      'client',
      `${ask}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}\r\n${extensions}\r\n`,
    );
    this.bytes(
      connection,
      'server',
      `${agree}Sec-WebSocket-Accept: ${acceptSteps(KEY).accept}\r\n${extensions}\r\n`,
    );
    if (via === 'raw') this.capture.assignRaw(50_000 + connection, connection);
    return connection;
  }

  /** Frames of a client, in one read of the server. */
  client(connection: number, ...frames: readonly FrameSpec[]): void {
    this.bytes(connection, 'client', encodeFrames(frames));
  }

  /** Frames of the server, in one write; none is masked. */
  server(connection: number, ...frames: readonly FrameSpec[]): void {
    this.bytes(connection, 'server', encodeFrames(frames.map((frame) => ({ ...frame, masked: false }))));
  }

  bytes(connection: number, sender: Peer, what: Uint8Array | string): void {
    const bytes = typeof what === 'string' ? new TextEncoder().encode(what) : what;
    const offset = this.capture.decoder.connection(connection)?.bytes[sender] ?? 0;
    this.#log({ type: 'chunk', connection, sender, offset, heldMicros: 0, bytes });
  }

  /** The page's code has seen a `message` event. */
  event(connection: number): void {
    this.capture.addCall({ at: this.#seq, end: 'client', opener: connection, kind: 'message', detail: '' });
  }

  get traffic(): Traffic {
    const openers = Array.from({ length: this.#connections }, (_, index) => index + 1);
    return trafficOf(this.capture, new Set(openers));
  }

  #log(record: NewLog): void {
    this.#seq += 1;
    this.capture.apply([{ ...record, seq: this.#seq, atMicros: this.#seq } as Log]);
  }
}

/** A text frame of a client, but for what is given. */
export function frame(change: Parameters<typeof frameDraft>[0] = {}): FrameSpec {
  const ready = specOf(frameDraft(change));
  if (ready.kind === 'invalid') throw new RangeError(ready.message);
  return ready.spec;
}

/** A Close frame with a status code. */
export function close(code: number): FrameSpec {
  const text = code.toString(16).padStart(4, '0');
  return frame({ opcode: 8, payload: { kind: 'hex', text } });
}
