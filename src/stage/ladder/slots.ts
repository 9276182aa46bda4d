/**
 * Gives each thing in view a slot. A thing keeps its slot, and new ones take free slots, so that elements are reused.
 * Slots count from 0; there are no more than were ever in view together.
 */
export class Slots {
  /** The thing in each slot; `null` for a free one. */
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
    // Lowest first, to keep the elements' order near that of the things.
    let nextFree = 0;
    const slots = things.map((thing) => slotOf.get(thing) ?? free[nextFree++] ?? this.#things.push(null) - 1);
    this.#things.fill(null);
    slots.forEach((slot, i) => {
      this.#things[slot] = things[i]!;
    });
    return slots;
  }
}
