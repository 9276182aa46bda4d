import { Recording } from '../../capture/recording/recording';
import { pageTraffic } from '../page-traffic';
import type { Traffic } from '../traffic';
import { frameDraft, specOf } from './draft';
import { encodeFrames, type FrameSpec } from './frame-spec';

const STEP_MICROS = 10_000;

/** WebSockets that carry a frame builder's frames, one after the other, for tests. */
export class FrameScene {
  readonly #recording = new Recording();
  #connections = 0;
  #now = 0;

  /** Opens a WebSocket, handshake done; returns its connection's id. */
  open(via: 'direct' | 'raw' = 'raw', isDeflating = false): number {
    const id = ++this.#connections;
    const { capture } = this.#recording;
    const at = this.#next();
    this.#recording
      .on(id)
      .call(at, via === 'raw' ? 'raw' : 'new WebSocket')
      .open(at, id, { via })
      .handshake(at, { call: id, extensions: isDeflating ? 'permessage-deflate' : '' });
    if (via === 'raw') capture.assignRaw(capture.connection(id)!.client.port, id);
    return id;
  }

  /** Frames of a client, in one read of the server. */
  client(connection: number, ...frames: readonly FrameSpec[]): void {
    this.#recording.on(connection).client(this.#next(), encodeFrames(frames));
  }

  /** Frames of the server, in one write; none is masked. */
  server(connection: number, ...frames: readonly FrameSpec[]): void {
    const unmasked = frames.map((frame) => ({ ...frame, masked: false }));
    this.#recording.on(connection).server(this.#next(), encodeFrames(unmasked));
  }

  /** The page's code has seen a `message` event. */
  event(connection: number): void {
    this.#recording.on(connection).call(this.#next(), 'message');
  }

  get traffic(): Traffic {
    return pageTraffic(this.#recording);
  }

  #next(): number {
    this.#now += STEP_MICROS;
    return this.#now;
  }
}

/** A client's text frame, with these changes. */
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
