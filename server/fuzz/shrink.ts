import type { Attempt, Step } from './attempt';
import type { Harm } from './harm';
import { openStand } from './stand';

/** How long shrinking may take; each try has a server of its own. */
const PATIENCE_MS = 60_000;

/** A head is shrunk line by line. */
const LINE_ENDS = /(?<=\n)/;

/** The fewest attempts, with the fewest steps, that still do the same kind of harm; null when all of them together do not. */
export async function smallest(
  batch: readonly Attempt[],
  harms: readonly Harm[],
): Promise<readonly Attempt[] | null> {
  const kinds = new Set(harms.map(({ kind }) => kind));
  const until = performance.now() + PATIENCE_MS;
  const isHarmful = async (part: readonly Attempt[]) => {
    if (part.length === 0 || performance.now() > until) return false;
    const stand = await openStand();
    const found = await stand.run(part);
    await stand.close();
    return found.some(({ kind }) => kinds.has(kind));
  };
  if (!(await isHarmful(batch))) return null;
  let least = await fewest(batch, isHarmful);
  for (let n = 0; n < least.length; n++) {
    const attempt = least[n]!;
    if ('report' in attempt) continue;
    const others = least;
    const withSteps = (steps: readonly Step[]) =>
      others.map((other, at): Attempt => (at === n ? { ...attempt, steps } : other));
    let steps = await fewest(attempt.steps, (fewer) => isHarmful(withSteps(fewer)));
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at]!;
      if (!('send' in step)) continue;
      const all = steps;
      const withLines = (lines: readonly string[]) =>
        all.map((other, n): Step => (n === at ? { send: lines.join('') } : other));
      const lines = await fewest(step.send.split(LINE_ENDS), (fewer) =>
        isHarmful(withSteps(withLines(fewer))),
      );
      // The cuts may have been the cause.
      if (await isHarmful(withSteps(withLines(lines)))) steps = withLines(lines);
    }
    least = withSteps(steps);
  }
  return least;
}

/** Leaves out halves, quarters and so on, as long as the harm remains (Zeller's ddmin). */
async function fewest<Item>(
  items: readonly Item[],
  isHarmful: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let least = items;
  let size = Math.ceil(least.length / 2);
  while (size >= 1) {
    let isSmaller = false;
    for (let from = 0; from < least.length && least.length > 1; ) {
      const rest = [...least.slice(0, from), ...least.slice(from + size)];
      if (await isHarmful(rest)) {
        least = rest;
        isSmaller = true;
      } else from += size;
    }
    if (size === 1 && !isSmaller) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return least;
}
