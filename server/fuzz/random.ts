/** Random choices that the same seed repeats. */
export interface Random {
  /** From 0 to just below 1. */
  next(): number;
  /** A whole number in this range, both ends included. */
  int(least: number, most: number): number;
  chance(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Between `least` and `most` results of `make`. */
  times<Item>(least: number, most: number, make: () => Item): Item[];
  /** A string of bytes (latin1). */
  bytes(least: number, most: number): string;
}

/** Mulberry32: small, fast, and good enough for choices. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const times = <Item>(least: number, most: number, make: () => Item) =>
    Array.from({ length: int(least, most) }, make);
  return {
    next,
    int,
    times,
    chance: (share) => next() < share,
    pick: <Item>(items: readonly Item[]) => items[int(0, items.length - 1)] as Item,
    bytes: (least, most) => times(least, most, () => String.fromCharCode(int(0, 255))).join(''),
  };
}
