/** The `ref` of a moment at which a connection opens, ends or is impaired. `index` is in order of opening. */
export function markOf(index: number): number {
  return -1 - index;
}

/** The index of the connection that a negative `ref` is about. */
export function connectionOfMark(ref: number): number {
  return -1 - ref;
}

/**
 * All events, sorted by time: each unit leaves (`ref` = 2 × its index) and lands (`ref` = 2 × index + 1). New moments
 * belong near the end, so the search starts there.
 */
export class Moments {
  readonly at: number[] = [];
  readonly ref: number[] = [];

  /** Returns its index: after everything that is not later. */
  insert(at: number, ref: number): number {
    const index = this.countUpTo(at);
    if (index === this.at.length) {
      this.at.push(at);
      this.ref.push(ref);
    } else {
      this.at.splice(index, 0, at);
      this.ref.splice(index, 0, ref);
    }
    return index;
  }

  /** Returns its former index. */
  remove(at: number, ref: number): number {
    let index = this.countUpTo(at) - 1;
    while (index >= 0 && this.ref[index] !== ref) index--;
    if (index < 0) throw new RangeError(`no moment ${ref} at ${at}`);
    this.at.splice(index, 1);
    this.ref.splice(index, 1);
    return index;
  }

  /** How many are at or before `at`. */
  countUpTo(at: number): number {
    return countUpTo(this.at, at);
  }
}

/** How many of the sorted `values` are ≤ `limit`. */
export function countUpTo(values: readonly number[], limit: number): number {
  return countWhile(values.length, (index) => values[index]! <= limit);
}

/** How many of `length` items hold, from the first; `holds` must be true up to some item and false after it. */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  // The answer is usually near the end: try there before bisecting.
  if (length > 64 && holds(length - 33)) low = length - 32;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
