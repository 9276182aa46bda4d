import { Buffer } from '../buffer';
import { given, LabLimit } from '../inside';

/** Stands for Node's `crypto`: random numbers, from the seed that the host gives (xoshiro128**). */
const state = Uint32Array.from(given.seed);

function next(): number {
  const [a, b, c, d] = state as unknown as [number, number, number, number];
  const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
  const shifted = b << 9;
  const [c2, d2] = [c ^ a, d ^ b];
  state.set([a ^ d2, b ^ c2, c2 ^ shifted, rotated(d2, 11)]);
  return result;
}
const rotated = (word: number, by: number) => (word << by) | (word >>> (32 - by));

export function randomBytes(size: number, done?: (error: null, bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at++) bytes[at] = next() >>> 24;
  done?.(null, bytes);
  return bytes;
}
export function randomUUID(): string {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 15) | 64;
  bytes[8] = (bytes[8]! & 63) | 128;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
export function randomInt(low: number, high?: number): number {
  const [from, to] = high === undefined ? [0, low] : [low, high];
  return from + Math.floor((next() / 2 ** 32) * (to - from));
}
export function getRandomValues<Bytes extends ArrayBufferView>(view: Bytes): Bytes {
  new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength).set(
    randomBytes(view.byteLength),
  );
  return view;
}
const noHashes = () => {
  throw new LabLimit('Hashes and ciphers are left out here: of crypto, only random numbers are available.');
};
export const createHash = noHashes;
export const createHmac = noHashes;
export const webcrypto = { randomUUID, getRandomValues };
export default { randomBytes, randomUUID, randomInt, getRandomValues, createHash, createHmac, webcrypto };
