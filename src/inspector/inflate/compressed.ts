import type { Decoder } from '../../protocol/decoder';
import type { Peer, Unit } from '../../protocol/unit';
import { joinedIn } from '../layer-path';

/** Most bytes shown on each side. */
export const SHOWN_BYTES = 192;

/** A compressed message before and after inflating (RFC 7692 §7.2.2). */
interface Compressed {
  readonly message: Unit;
  /** The payloads of its frames, unmasked and joined: the first bytes, and the size of all. */
  readonly before: Uint8Array;
  readonly beforeSize: number;
  readonly after: Uint8Array;
  readonly afterSize: number;
  /** Whether the sender's next message may refer to this one. */
  readonly takesOver: boolean;
}

/** The compressed message that a unit is, or is a frame of; null if uncompressed. */
export function compressedOf(decoder: Decoder, unit: Unit): Compressed | null {
  const message = joinedIn(decoder, unit);
  if (!message || message.partial || message.fault) return null;
  const frames = decoder.carriersOf(message);
  const rsv1 = frames[0] && decoder.fieldsOf(frames[0]).find(({ name }) => name === 'RSV1');
  if (!rsv1?.value.startsWith('1')) return null;
  const before = new Uint8Array(SHOWN_BYTES);
  let beforeSize = 0;
  for (const { start, end } of decoder.toWire(message).ranges) beforeSize += end - start;
  let at = 0;
  for (const frame of frames) {
    if (at >= SHOWN_BYTES) break;
    const part = decoder.contentOf(frame).subarray(0, SHOWN_BYTES - at);
    before.set(part, at);
    at += part.length;
  }
  const extensions = decoder.connection(message.connection)?.websocket?.extensions ?? '';
  return {
    message,
    before: before.subarray(0, at),
    beforeSize,
    after: decoder.bytesOf(message, { start: 0, end: SHOWN_BYTES }),
    afterSize: decoder.sizeOf(message),
    takesOver: !hasNoTakeover(extensions, message.sender),
  };
}

const hasNoTakeover = (extensions: string, sender: Peer): boolean =>
  extensions.includes(`${sender}_no_context_takeover`);

/** "8 bytes became 5, so it grew: …", for a newcomer. */
export function ratioSentence(beforeSize: number, afterSize: number): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const sizes = `${number(beforeSize)} bytes on the wire stand for ${number(afterSize)}`;
  if (afterSize === 0) return `${sizes}.`;
  const percent = Math.round((beforeSize / afterSize) * 100);
  if (percent >= 100) return `${sizes}: so short a message gets no smaller.`;
  return `${sizes}: ${percent}% of the size.`;
}
