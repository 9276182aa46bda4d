import { type Attack, beginAttack } from './attack';
import type { HealthyReport } from './healthy';
import { type Holdings, hasProc, holdingsOf, residentBytesOf } from './process-tree';
import type { Result, Row } from './row';
import type { Stand } from './stand';
import { pause } from './wire';

const MIB = 2 ** 20;
/** Memory that an attack may cost, at its peak and after it. */
const PEAK_MIB = 64;
const LEFT_MIB = 16;
/** Everything must be as before within this time. */
const BACK_MS = 30_000;
const SAMPLE_MS = 50;
/** Wait before a row; and longest wait after the start of a server until the memory for starting is given back. */
const SETTLE_MS = 1000;
const SHORT_SETTLE_MS = 300;
const FIRST_SETTLE_MS = 12_000;
const P99_MS = 250;
const MAX_SECONDS = 60;
/** Stands that a row has used. */
const used = new WeakSet<Stand>();
/** Threads that Node may start at any time. */
const SPARE_THREADS = 4;

/** Runs the row's attack on the stand, and judges its effects on healthy clients and on the system. */
export async function judge(row: Row, stand: Stand, seed: number, isShort: boolean): Promise<Result> {
  await settle(stand, isShort);
  const startedAtMs = performance.now();
  const before = holdingsOf(stand.pid);
  let peakBytes = before.residentBytes;
  const sampling = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytesOf(stand.pid));
  }, SAMPLE_MS);
  stand.healthy.begin();
  const attack = beginAttack(stand, seed, isShort);
  await carryOut(row, attack);
  attack.close();
  const healthy = await stand.healthy.report().catch((error: Error) => error);
  clearInterval(sampling);
  const after = await untilBack(stand, before, row.leftMiB ?? LEFT_MIB);
  const peakMiB = (peakBytes - before.residentBytes) / MIB;
  const leftMiB = (after.residentBytes - before.residentBytes) / MIB;
  const faults = [
    ...(stand.harm ? [stand.harm] : []),
    ...attack.faults,
    ...(healthy instanceof Error ? [healthy.message] : faultsOfService(healthy)),
    ...(stand.harm || !hasProc
      ? []
      : faultsOfHoldings(row, keepsMore(stand, before, after), peakMiB, leftMiB)),
  ];
  const met = healthy instanceof Error ? null : healthy;
  return {
    name: row.name,
    isPassed: faults.length === 0,
    faults,
    peakMiB: hasProc ? peakMiB : Number.NaN,
    leftMiB: hasProc && !stand.harm ? leftMiB : Number.NaN,
    p99Ms: met?.p99Ms ?? Number.NaN,
    longestMs: met?.longestMs ?? Number.NaN,
    lost: met?.lost ?? Number.NaN,
    seconds: (performance.now() - startedAtMs) / 1000,
    lateMs: met?.lateMs ?? Number.NaN,
  };
}

/** Waits until the server's memory stops falling, to have a baseline for the cost of the attack. */
async function settle(stand: Stand, isShort: boolean): Promise<void> {
  const untilMs =
    performance.now() + (isShort ? SHORT_SETTLE_MS : used.has(stand) ? SETTLE_MS : FIRST_SETTLE_MS);
  used.add(stand);
  let last = Number.POSITIVE_INFINITY;
  let steadyFor = 0;
  while (performance.now() < untilMs) {
    const now = residentBytesOf(stand.pid);
    steadyFor = now < last - MIB ? 0 : steadyFor + 1;
    if (steadyFor > 4) return;
    last = now;
    await pause(Math.min(SETTLE_MS, untilMs - performance.now()));
  }
}

/** Runs the attack within its time. An error of the attack itself counts as a fault. */
async function carryOut(row: Row, attack: Attack): Promise<void> {
  const seconds = row.maxSeconds ?? MAX_SECONDS;
  let patience: NodeJS.Timeout | undefined;
  const isLate = new Promise<'late'>((resolve) => {
    patience = setTimeout(() => resolve('late'), seconds * 1000);
  });
  const isDone = row.attack(attack).catch((error: Error) => {
    attack.expect(false, `the attack failed: ${error.message}`);
  });
  const end = await Promise.race([isDone, isLate]);
  clearTimeout(patience);
  attack.expect(end !== 'late', `it was not over after ${seconds} s`);
}

/** Waits until everything is as before, but not longer than allowed. */
async function untilBack(stand: Stand, before: Holdings, leftMiB: number): Promise<Holdings> {
  const untilMs = performance.now() + BACK_MS;
  for (;;) {
    const now = holdingsOf(stand.pid);
    const isBack =
      now.residentBytes - before.residentBytes <= leftMiB * MIB && keepsMore(stand, before, now).length === 0;
    if (isBack || stand.harm || performance.now() > untilMs) return now;
    await pause(250);
  }
}

function keepsMore({ settings: { isCold } }: Stand, before: Holdings, now: Holdings): readonly string[] {
  const more = (name: 'sockets' | 'threads' | 'processes', spare: number) =>
    now[name] > before[name] + spare
      ? [`${now[name]} ${name} are left, and ${before[name]} were there before`]
      : [];
  return [
    ...more('sockets', 0),
    // A server that was not warmed up starts what it needs for the first time.
    ...(isCold ? [] : [...more('threads', SPARE_THREADS), ...more('processes', 0)]),
  ];
}

function faultsOfHoldings(
  row: Row,
  kept: readonly string[],
  peakMiB: number,
  leftMiB: number,
): readonly string[] {
  const [mostPeak, mostLeft] = [row.peakMiB ?? PEAK_MIB, row.leftMiB ?? LEFT_MIB];
  return [
    ...(peakMiB > mostPeak ? [`it took ${peakMiB.toFixed(0)} MiB, more than ${mostPeak}`] : []),
    ...(leftMiB > mostLeft ? [`${leftMiB.toFixed(0)} MiB are left after 30 s, more than ${mostLeft}`] : []),
    ...kept,
  ];
}

function faultsOfService({ lost, p99Ms, lateMs, troubles }: HealthyReport): readonly string[] {
  return [
    ...(lost > 0 ? [`healthy clients lost ${lost}: ${troubles[0] ?? ''}`] : []),
    ...(p99Ms - lateMs > P99_MS
      ? [`the healthy echo took ${p99Ms.toFixed(0)} ms (99 of 100), more than ${P99_MS}`]
      : []),
  ];
}
