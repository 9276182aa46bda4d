import { constants, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { Encoder, PacketType } from 'socket.io-parser';
import { encodeEngineOpen, encodeFrame, type FrameKind } from '../src/protocol/encode';
import type { Peer } from '../src/protocol/unit';

/** A xorshift generator, which gives the same numbers in every run. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** One WebSocket frame; masked when `random` is given. */
export function frame(
  kind: FrameKind,
  payload: Uint8Array,
  random: (() => number) | null,
  isCompressed = false,
): Uint8Array {
  if (random === null) return encodeFrame(kind, payload, { isMasked: false, isCompressed });
  const maskingKey = Uint8Array.from({ length: 4 }, () => random() * 256);
  return encodeFrame(kind, payload, { isMasked: true, isCompressed, maskingKey });
}

/** ASCII words of 20 to 200 bytes. */
export function smallText(random: () => number): Buffer {
  const size = 20 + Math.floor(random() * 181);
  return Buffer.from(Array.from({ length: size }, () => 97 + Math.floor(random() * 26)));
}

/** JSON of about 300 bytes, like that of a chat or a game. */
export function jsonText(random: () => number, index: number): Buffer {
  const items = Array.from({ length: 4 }, (_, n) => ({
    id: index * 4 + n,
    x: random(),
    name: `player ${n}`,
  }));
  return Buffer.from(JSON.stringify({ type: 'update', room: 'lobby', items }));
}

/** Of all events, so many are in a namespace, ask for an acknowledgement, have an attachment, come after a ping. */
const NAMESPACE_SHARE = 0.1;
const ASKING_SHARE = 0.1;
const ATTACHMENT_SHARE = 0.05;
const PING_SHARE = 0.05;

/** A Socket.IO event in Engine.IO messages: text, and the bytes of an attachment where it has one. */
export function eventMessages(random: () => number, index: number): readonly (string | Uint8Array)[] {
  const text = smallText(random).toString();
  const nsp = random() < NAMESPACE_SHARE ? '/admin' : '/';
  const id = random() < ASKING_SHARE ? { id: index } : {};
  const more = random() < ATTACHMENT_SHARE ? [Buffer.alloc(64, index)] : [];
  const data = ['message', { id: index, user: `user ${index % 7}`, text }, ...more];
  const parts: readonly (string | Uint8Array)[] = new Encoder().encode({
    type: PacketType.EVENT,
    nsp,
    data,
    ...id,
  });
  const messages = parts.map((part) => (typeof part === 'string' ? `4${part}` : part));
  return random() < PING_SHARE ? ['2', ...messages] : messages;
}

/** What comes before the events: the session, and the two namespaces that the client has joined. */
export const SOCKET_IO_OPENING: readonly (readonly [Peer, string])[] = [
  ['server', encodeEngineOpen('abc')],
  ['client', '40'],
  ['server', '40{"sid":"x1"}'],
  ['client', '40/admin,'],
  ['server', '40/admin,{"sid":"x2"}'],
];

/** Compresses each message with context takeover, as permessage-deflate does. */
export async function compressAll(messages: readonly Buffer[]): Promise<Buffer[]> {
  const deflater = createDeflateRaw();
  const out: Buffer[] = [];
  for (const message of messages) out.push(await compress(deflater, message));
  deflater.close();
  return out;
}

function compress(deflater: DeflateRaw, message: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  const collect = (part: Buffer) => parts.push(part);
  deflater.on('data', collect);
  deflater.write(message);
  return new Promise((done) => {
    deflater.flush(constants.Z_SYNC_FLUSH, () => {
      deflater.off('data', collect);
      done(Buffer.concat(parts).subarray(0, -4));
    });
  });
}

/** The bytes in reads of 64 KiB, each in its own buffer. */
export function reads(bytes: Uint8Array, size = 65536): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(new Uint8Array(bytes.subarray(at, at + size)));
  return pieces;
}
