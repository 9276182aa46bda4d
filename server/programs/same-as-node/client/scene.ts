import type { Pair } from '../pair';

/** A program of each end. The client's prints `over` when there is no more to come. */
export interface ClientScene extends Pair {
  readonly name: string;
}
