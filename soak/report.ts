import type { Result } from './row';

/** Prints the line above all rows. */
export function printHead(): void {
  console.log(
    `${'row'.padEnd(26)} ${'verdict'.padEnd(7)} ${['peak MiB', 'left MiB', 'p99 ms', 'late ms', 'longest', 'lost', 'seconds'].map((name) => name.padStart(9)).join('')}`,
  );
}

/** Prints a line for a row, and one for each reason why it failed. */
export function printResult(result: Result): void {
  const { name, isPassed, faults, peakMiB, leftMiB, p99Ms, longestMs, lost, seconds, lateMs } = result;
  const figures = [peakMiB, leftMiB, p99Ms, lateMs, longestMs, lost, seconds].map(figure).join('');
  console.log(`${name.padEnd(26)} ${(isPassed ? 'pass' : 'FAIL').padEnd(7)} ${figures}`);
  for (const fault of faults) console.log(`    ${fault.slice(0, 400)}`);
}

const figure = (value: number): string => (Number.isNaN(value) ? '–' : String(Math.round(value))).padStart(9);
