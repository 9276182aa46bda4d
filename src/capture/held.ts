import type { Peer } from '../protocol/unit';
import type { CapturedConnection, Held } from './capture';

/** How long the lab held the byte at `offset` of this direction's stream on purpose: microseconds, 0 when it did not. */
export function heldMicrosOf(connection: CapturedConnection, sender: Peer, offset: number): number {
  const held = connection.held[sender];
  const found = held[firstAfter(held, offset)];
  return found !== undefined && found.start <= offset ? found.heldMicros : 0;
}

/** Index of the first that ends after `offset`. */
function firstAfter(held: readonly Held[], offset: number): number {
  let from = 0;
  let to = held.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (held[middle]!.end <= offset) from = middle + 1;
    else to = middle;
  }
  return from;
}
