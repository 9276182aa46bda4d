import type { ModelSetting } from './model';
import { randomFrom } from './random';

/** One way, unless it is delayed. */
const WAY_MS = 40;
/** What a late one takes more: from this up to twice this. */
const LATE_MS = 25;

/** What becomes of one segment or acknowledgement on its way. */
interface Fate {
  readonly arrivesAt: number | null;
  readonly lostAt: number | null;
  readonly isLate: boolean;
}

/** The path between the ends: it loses and delays at random, the same for a seed. */
export class Network {
  readonly #setting: ModelSetting;
  readonly #random: () => number;

  constructor(setting: ModelSetting) {
    this.#setting = setting;
    this.#random = randomFrom(setting.seed);
  }

  /** `first`: the segment's number if this is its first transmission; null otherwise. */
  send(atMs: number, first: number | null): Fate {
    // Always draw all three: changing one probability must not change every other fate.
    const [loss, reorder, more] = [this.#random(), this.#random(), this.#random()];
    const { lost, late, ...odds } = this.#setting;
    const isNamed = (list: readonly number[] | undefined) => first !== null && list?.includes(first) === true;
    const isLate = isNamed(late) || reorder < odds.reorder;
    const wayMs = WAY_MS + (isLate ? Math.round(LATE_MS * (1 + more)) : 0);
    if (isNamed(lost) || loss < odds.loss) return { arrivesAt: null, lostAt: atMs + wayMs / 2, isLate };
    return { arrivesAt: atMs + wayMs, lostAt: null, isLate };
  }
}
