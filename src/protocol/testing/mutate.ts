import { below, pick } from './random';

/** Bytes at which decoders decide something. */
const TELLING: readonly number[] = [
  ...[0, 1, 0x1e, 0x7e, 0x7f, 0x80, 0x81, 0x82, 0x88, 0xc1, 0xe2, 0xff, 9, 10, 13, 32],
  ...Array.from('0123456789-/,:;[]{}"\\beb=\u00e9', (character) => character.charCodeAt(0)),
];

/** Most bytes that a mutation makes of a stretch that it repeats. */
const MAX_REPEATED_BYTES = 60_000;

/** The bytes with one to four mutations: bytes changed, put in, left out, repeated a few or very many times, or cut off. */
export function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let mutated = bytes;
  for (let count = 1 + below(random, 4); count > 0; count--) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = below(random, bytes.length + 1);
  const until = Math.min(bytes.length, at + 1 + below(random, 12));
  const before = bytes.subarray(0, at);
  const part = bytes.subarray(at, until);
  const after = bytes.subarray(until);
  const telling = Uint8Array.of(pick(random, TELLING));
  switch (below(random, 8)) {
    case 0:
      return join([before, Uint8Array.of(below(random, 256)), bytes.subarray(at + 1)]);
    case 1:
      return join([before, telling, bytes.subarray(at + 1)]);
    case 2:
      return join([before, telling, bytes.subarray(at)]);
    case 3:
      return join([before, after]);
    case 4:
      return join([before, part, part, after]);
    case 5:
      return before;
    case 6:
      return join([before, part.map(() => below(random, 256)), after]);
    default: {
      const isGreat = random() < 0.15 && part.length > 0;
      const times = isGreat ? below(random, MAX_REPEATED_BYTES / part.length) : 2 + below(random, 20);
      return join([before, ...Array<Uint8Array>(times).fill(part), after]);
    }
  }
}

/** The parts in one piece. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
