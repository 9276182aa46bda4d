/** Gives numbers in [0, 1). */
export type Random = () => number;

/** A xorshift generator: numbers in [0, 1), the same ones in every run with this seed. */
export function randomOf(seed: number): Random {
  // Zero would stay zero, and neighbouring seeds would begin alike.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to `limit`, without it. */
export const below = (random: Random, limit: number): number => Math.floor(random() * limit);

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[below(random, items.length)]!;
}
