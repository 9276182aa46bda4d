import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { crowdRow } from './crowd';
import { judge } from './judge';
import { hasProc } from './process-tree';
import { printHead, printResult } from './report';
import type { Result, Row } from './row';
import { ALL_ROWS } from './rows';
import { type Stand, type StandSettings, startStand } from './stand';

/** Runs all attacks of the suite while healthy clients use the server. Prints one line per row, and `N passed, N failed`. */

const USAGE = `Usage: npm run soak -- [--short] [--seed N] [NAME…]
       npm run soak -- crowd [--minutes N] [--clients N] [--seed N]

  --short      the most telling rows, with less of everything: about a minute
  --list       say which rows there are
  NAME         only these rows, or the rows of these groups
  crowd        many clients that each do something at random, again and again`;

const { values, positionals } = readCommandLine();
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const groups: Readonly<Record<string, readonly Row[]>> = {
  ...ALL_ROWS,
  crowd: [crowdRow(Number(values.minutes), Number(values.clients))],
};
if (values.list) {
  for (const [group, rows] of Object.entries(groups)) {
    for (const { name, what } of rows) console.log(`${group.padEnd(10)} ${name.padEnd(24)} ${what}`);
  }
  process.exit(0);
}
const rows = chosenRows();
console.log(`Seed ${seed}: npm run soak -- --seed ${seed}`);
if (!hasProc) console.log('This system has no /proc: memory, sockets and threads are not judged.');
printHead();
const results: Result[] = [];
let stand: Stand | null = null;
for (const row of rows) results.push(await run(row));
await (stand as Stand | null)?.close();

const failed = results.filter(({ isPassed }) => !isPassed).length;
if (process.env.CI) {
  await mkdir('test-reports', { recursive: true });
  const report = { seed, passed: results.length - failed, failed, rows: results };
  await writeFile('test-reports/soak.json', `${JSON.stringify(report, null, 2)}\n`);
}
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function run(row: Row): Promise<Result> {
  let result: Result;
  try {
    stand = await standFor(row.stand ?? {});
    result = await judge(row, stand, seed, values.short);
  } catch (error) {
    result = notBegun(row, error as Error);
  }
  printResult(result);
  // What one row has broken must not count against the next.
  if (!result.isPassed || row.stand?.isCold) {
    await stand?.close();
    stand = null;
  }
  return result;
}

async function standFor(settings: StandSettings): Promise<Stand> {
  if (stand && JSON.stringify(stand.settings) === JSON.stringify(settings)) return stand;
  await stand?.close();
  stand = null;
  return startStand(settings);
}

function notBegun({ name }: Row, error: Error): Result {
  const none = Number.NaN;
  const faults = [error.message];
  return {
    name,
    isPassed: false,
    faults,
    peakMiB: none,
    leftMiB: none,
    p99Ms: none,
    longestMs: none,
    lost: none,
    seconds: 0,
    lateMs: none,
  };
}

/** Groups rows that share a server. */
function chosenRows(): readonly Row[] {
  const unknown = positionals.find((name) => !groups[name] && !allRows().some((row) => row.name === name));
  if (unknown) {
    console.error(`There is no row and no group "${unknown}"; --list shows all of them.`);
    process.exit(1);
  }
  const named = Object.entries(groups).flatMap(([group, of]) =>
    of.filter(({ name }) => positionals.includes(group) || positionals.includes(name)),
  );
  const wanted = positionals.length > 0 ? named : allRows().filter(({ name }) => name !== 'crowd');
  const chosen = values.short && positionals.length === 0 ? wanted.filter(({ isShort }) => isShort) : wanted;
  const keys = [...new Set(chosen.map((row) => JSON.stringify(row.stand ?? {})))];
  return keys.flatMap((key) => chosen.filter((row) => JSON.stringify(row.stand ?? {}) === key));
}

function allRows(): readonly Row[] {
  return Object.values(groups).flat();
}

function readCommandLine() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        short: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        seed: { type: 'string' },
        minutes: { type: 'string', default: '1' },
        clients: { type: 'string', default: '200' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    return { values, positionals };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(1);
  }
}
