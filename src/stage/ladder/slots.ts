/**
 * Gives each of the things in view a slot: those that had one keep it, the others take over what has become free, so that
 * drawn elements are used again instead of made. Slots count from 0, and there are no more than were ever in view together.
 */
export class Slots {
  /** Which thing has which slot; `null` where one is free. */
  #things: (number | null)[] = [];

  /** One slot for each of `things`, in their order. */
  assign(things: readonly number[]): readonly number[] {
    const inView = new Set(things);
    const slotOf = new Map<number, number>();
    const free: number[] = [];
    this.#things.forEach((thing, slot) => {
      if (thing !== null && inView.has(thing)) slotOf.set(thing, slot);
      else free.push(slot);
    });
    // Lowest first: the order of the elements stays near to that of the things.
    let nextFree = 0;
    const slots = things.map((thing) => slotOf.get(thing) ?? free[nextFree++] ?? this.#things.push(null) - 1);
    this.#things.fill(null);
    slots.forEach((slot, i) => {
      this.#things[slot] = things[i]!;
    });
    return slots;
  }
}
