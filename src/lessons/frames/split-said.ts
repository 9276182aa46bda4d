import { inWords } from '../prose/say';

/** Which frames took several reads, in words, by how many reads each took; null when none did. */
export function splitSaid(reads: readonly number[]): string | null {
  const split = reads.filter((count) => count > 1);
  const [first] = split;
  if (first === undefined) return null;
  if (split.length === 1) return `one of them in ${inWords(first)}`;
  const each = split.every((count) => count === first) ? inWords(first) : 'several';
  return `${inWords(split.length)} of them in ${each} each`;
}
