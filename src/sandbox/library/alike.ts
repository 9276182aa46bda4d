import { type Listener, lineOfListener } from './events';
import { core, warnOnce } from './inside';

/**
 * Says it when nobody listens to this event and one of these names is nearly the same: perhaps it was misspelt. It is said on the line
 * of the listener that there is.
 */
export function suggest(
  name: string,
  listened: readonly unknown[],
  listenersOf: (name: string) => readonly Listener[],
): void {
  const alike = listened.find((one): one is string => typeof one === 'string' && isAlike(one, name));
  if (alike === undefined) return;
  const [listener] = listenersOf(alike);
  if (listener) core.at(lineOfListener(listener));
  warnOnce(`Nobody listens to ${name.slice(0, 100)}; there is a listener for ${alike.slice(0, 100)}.`);
}

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The same but for case and punctuation, or with one letter more, less or other. */
function isAlike(a: string, b: string): boolean {
  if (a.length > 100 || b.length > 100) return false;
  const [one, other] = [plain(a), plain(b)];
  if (one === other) return true;
  if (Math.min(one.length, other.length) < 4 || Math.abs(one.length - other.length) > 1) return false;
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  let rest = 0;
  while (rest < Math.min(one.length, other.length) - from && one.at(-1 - rest) === other.at(-1 - rest))
    rest++;
  return Math.max(one.length, other.length) - from - rest <= 1;
}
