import { pathToFileURL } from 'node:url';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { build } from 'vite';
import { findBrowser } from '../e2e/browser';
import { startServer } from '../e2e/wire101';
import { framesWhile } from './frames';
import { longestTaskMsOf, watchTasks } from './long-tasks';
import { type BenchRow, printRows, quantile } from './row';

/** `WIRE101_BENCH_SECONDS` shortens the run. */
const SECONDS = Number(process.env.WIRE101_BENCH_SECONDS ?? 60);
/** One-time compilation and layout, and the first thousand lines of a console. */
const WARM_UP_SECONDS = Math.min(15, SECONDS);
const EVERY_MS = 10;
const TASK_MS = 50;
/** Of the 99th percentile, to the floor's. */
const FRAMES_RATIO = 1.3;
const MOST_MB_MORE = 20;
const MOST_ELEMENTS = 2_000;

type End = 'server' | 'client';

/** Which end emits, and how often: its timer goes every `EVERY_MS`, and emits as many events as that makes. */
interface Load {
  readonly end: End;
  readonly eventsPerSecond: number;
}

const LOADS: readonly Load[] = [
  { end: 'server', eventsPerSecond: 100 },
  { end: 'client', eventsPerSecond: 100 },
  { end: 'server', eventsPerSecond: 1000 },
];

const eventsEachTime = ({ eventsPerSecond }: Load) => (eventsPerSecond * EVERY_MS) / 1000;

function textsOf(load: Load): { readonly server: string; readonly client: string } {
  const emitting = (emit: string) =>
    `let n = 0;\nsetInterval(() => {\n  for (let i = 0; i < ${eventsEachTime(load)}; i++) ${emit}('tick', n++);\n}, ${EVERY_MS});`;
  const connecting = "const socket = io({ transports: ['websocket'] });";
  return load.end === 'server'
    ? { server: emitting('io.emit'), client: connecting }
    : { server: "io.on('connection', () => {});", client: `${connecting}\n${emitting('socket.emit')}` };
}

interface Result {
  /** Of the page's main thread: its processor time, which other work on this machine does not lengthen. */
  readonly longestTaskMs: number;
  /** The longest task by the clock; 0 when none was long enough to be reported. */
  readonly longestWaitMs: number;
  /** The 99th percentile. */
  readonly frameMs: number;
  /** From the end of the warm-up to the end of the run, after collecting garbage. */
  readonly heapMb: number;
  readonly elements: number;
}

/**
 * Measures the free lab while a program at either end emits events, its code and consoles on the page. The baseline is the floor of the same run: the same traffic with the code closed, its client in this process.
 */
export async function benchPanes(): Promise<BenchRow[]> {
  await build({ logLevel: 'warn' });
  const server = await startServer();
  const browser = await chromium.launch(findBrowser());
  try {
    const rows: BenchRow[] = [];
    for (const load of LOADS) {
      const floor = await measure(browser, server.url, (_, lab) => runClosed(lab, load));
      const ours = await measure(browser, server.url, (page) => runOpen(page, load));
      rows.push(...rowsOf(load, ours, floor));
    }
    return rows;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** `run` starts the traffic, and gives what stops it. */
async function measure(
  browser: Browser,
  url: string,
  run: (page: Page, labUrl: string) => Promise<() => void>,
): Promise<Result> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const devTools = await page.context().newCDPSession(page);
  const opened = page.waitForResponse((response) => response.url().endsWith('/lab') && response.ok());
  await page.goto(`${url}/workbench`);
  const { http } = (await (await opened).json()) as { http: string };
  await page.getByRole('button', { name: 'Real time' }).click();
  const stop = await run(page, http);
  await page.waitForTimeout(WARM_UP_SECONDS * 1000);
  const before = await heapBytes(devTools);
  await watchTasks(page);
  await browser.startTracing(page, { categories: ['toplevel'] });
  const frames = await framesWhile(page, () => page.waitForTimeout(SECONDS * 1000));
  const longestTaskMs = longestTaskIn(await browser.stopTracing());
  const longestWaitMs = await longestTaskMsOf(page);
  const elements = await page.evaluate(() => document.querySelectorAll('*').length);
  const heapMb = ((await heapBytes(devTools)) - before) / 1e6;
  stop();
  await page.close();
  return { longestTaskMs, longestWaitMs, frameMs: quantile(frames, 0.99), heapMb, elements };
}

/** The student's way: both programs in the panes. */
async function runOpen(page: Page, load: Load): Promise<() => void> {
  const texts = textsOf(load);
  await page.getByText('Socket.IO', { exact: true }).click();
  await write(page, 'Server', texts.server);
  await write(page, 'Client 1', texts.client);
  await page.getByRole('button', { name: 'Run both' }).click();
  const program = load.end === 'server' ? 'Server' : 'Client 1';
  await page
    .getByRole('log', { name: `${program} console` })
    .getByText('→ tick')
    .first()
    .waitFor();
  return () => {};
}

/** The same programs without a pane: the server's in the lab, the client's as plain code here. */
async function runClosed(http: string, load: Load): Promise<() => void> {
  const response = await fetch(`${http}/code`, {
    method: 'PUT',
    body: JSON.stringify({ code: textsOf(load).server }),
  });
  if (!response.ok) throw new Error(await response.text());
  const { origin, pathname } = new URL(http);
  const socket: Socket = io(origin, {
    path: `${pathname}/socket.io/`,
    forceNew: true,
    transports: ['websocket'],
  });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  let n = 0;
  const emit = () => {
    for (let i = 0; i < eventsEachTime(load); i++) socket.emit('tick', n++);
  };
  const timer = load.end === 'client' ? setInterval(emit, EVERY_MS) : undefined;
  return () => {
    clearInterval(timer);
    socket.disconnect();
  };
}

async function write(page: Page, of: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: `${of} code` }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** An event of a Chromium trace, microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The most processor time that one task of a renderer's main thread took, in milliseconds. */
function longestTaskIn(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const isNamed = ({ name, args }: TraceEvent) => name === 'thread_name' && args?.name === 'CrRendererMain';
  const main = new Set(traceEvents.filter(isNamed).map(threadOf));
  let longest = 0;
  for (const event of traceEvents) {
    if (event.name.endsWith('RunTask') && main.has(threadOf(event)))
      longest = Math.max(longest, event.tdur ?? 0);
  }
  return longest / 1000;
}

async function heapBytes(devTools: CDPSession): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage');
  return (await devTools.send('Runtime.getHeapUsage')).usedSize;
}

function rowsOf(load: Load, ours: Result, floor: Result): BenchRow[] {
  const name = `${load.eventsPerSecond} events a second at the ${load.end}, ${SECONDS} s`;
  return [
    row(`${name}: longest task, processor time`, ours.longestTaskMs, floor.longestTaskMs, TASK_MS, 'ms'),
    row(`${name}: longest task by the clock`, ours.longestWaitMs, floor.longestWaitMs, TASK_MS, 'ms'),
    row(`${name}: frame, p99`, ours.frameMs, floor.frameMs, FRAMES_RATIO * floor.frameMs, 'ms'),
    row(
      `${name}: heap, more than at the beginning`,
      ours.heapMb,
      floor.heapMb,
      floor.heapMb + MOST_MB_MORE,
      'MB',
    ),
    row(`${name}: elements in the page`, ours.elements, floor.elements, MOST_ELEMENTS, ''),
  ];
}

function row(name: string, ours: number, baseline: number, most: number, unit: string): BenchRow {
  const ratio = baseline > 0 ? ours / baseline : Number.NaN;
  const goal = `≤ ${Math.round(most)}${unit && ` ${unit}`}`;
  return { name, ours, baseline, unit, ratio, goal, ok: ours <= most };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchPanes());
