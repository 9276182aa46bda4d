import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { benchClass } from './class';
import { benchDecoder } from './decoder';
import { benchFiles } from './files';
import { benchFuzz } from './fuzz';
import { benchIdle } from './idle';
import { benchLive } from './live';
import { benchMitmweb } from './mitmweb';
import { benchMutated } from './mutated';
import { benchPage } from './page';
import { benchPanes } from './panes';
import { benchPrograms } from './programs';
import { type BenchRow, printRows } from './row';
import { benchServer } from './server';
import { benchSmallReads } from './small-reads';
import { benchStage } from './stage';
import { benchStageLive } from './stage-live';
import { benchTap } from './tap';
import { benchWatch } from './watch';

/** Runs all benchmarks, or those named on the command line. Prints a table, and writes `bench/results/latest.json`. */
const benches: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  class: benchClass,
  decoder: benchDecoder,
  tap: benchTap,
  'small-reads': benchSmallReads,
  server: benchServer,
  page: benchPage,
  live: benchLive,
  stage: benchStage,
  'stage-live': benchStageLive,
  watch: benchWatch,
  mitmweb: benchMitmweb,
  idle: benchIdle,
  programs: benchPrograms,
  panes: benchPanes,
  fuzz: benchFuzz,
  mutated: benchMutated,
  files: benchFiles,
};

const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in benches));
if (unknown) {
  console.error(`There is no benchmark "${unknown}"; there are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}

const results: Record<string, BenchRow[]> = {};
for (const [name, bench] of Object.entries(benches)) {
  if (named.length > 0 && !named.includes(name)) continue;
  console.log(`\n${name}`);
  results[name] = await bench();
  printRows(results[name]);
}

const machine = { node: process.version, cores: os.cpus().length, cpu: os.cpus()[0]?.model ?? 'unknown' };
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/latest.json', `${JSON.stringify({ machine, results }, null, 2)}\n`);
console.log('\nThe same as JSON: bench/results/latest.json');
