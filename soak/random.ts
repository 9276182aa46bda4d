/** Random numbers that the same seed repeats. */
export interface Random {
  /** From 0 to just below 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<Thing>(things: readonly Thing[]): Thing;
  bytes(length: number): Buffer;
}

/** Mulberry32: small, fast, and good enough for choices. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    pick: (things) => things[whole(0, things.length - 1)]!,
    bytes: (length) => Buffer.from(Array.from({ length }, () => whole(0, 255))),
  };
}
