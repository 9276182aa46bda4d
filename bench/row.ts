/** A measured figure and its baseline, both from the same run. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly baseline: number;
  /** Unit of `ours` and `baseline`. */
  readonly unit: string;
  /** `ours / baseline`. */
  readonly ratio: number;
  /** How many times the baseline's processor time is ours, where it was measured. */
  readonly cpuRatio?: number;
  /** In words, e.g. "≥ 0.85". */
  readonly goal: string;
  readonly ok: boolean;
}

/** Prints the rows as a table. */
export function printRows(rows: readonly BenchRow[]): void {
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          ours: round(row.ours),
          baseline: round(row.baseline),
          unit: row.unit,
          ratio: round(row.ratio),
          ...(row.cpuRatio === undefined ? {} : { 'CPU ratio': round(row.cpuRatio) }),
          goal: row.goal,
          met: row.ok ? 'yes' : 'NO',
        },
      ]),
    ),
  );
}

/** The middle value; of an even number of values, the upper one of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The value that a share `q` of the values does not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

const round = (value: number) => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
