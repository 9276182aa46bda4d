import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { DEFAULT_LIMITS } from '../server/limits';
import { createServer } from '../server/server';
import { decodeFeed } from '../src/protocol/feed';
import { type BenchRow, median, printRows, quantile } from './row';

const HOST = '127.0.0.1';
const ROUNDS = 7;
const ROUND_MS = 800;
const IN_FLIGHT = [1, 20];
const GOAL_RATIO = 0.5;
const LABS = 200;
const GOAL_LAB_MB = 1.5;
/** Somebody reads before the first click. */
const READING_MS = 3000;
const RUNS = 20;
const GOAL_FIRST_RUN_MS = 150;
const GOAL_RUN_MS = 60;
const LOOPS = 10;
const GOAL_STOP_MS = 1000;
const OTHERS = 20;
/** Time between the requests of each of the others: far shorter than between a person's clicks. */
const ASK_EVERY_MS = 20;
const GOAL_P99_MS = 50;

const HANDLER = `io.on('connection', (socket) => {
  socket.on('greet', (name, answer) => answer({ welcome: name.toUpperCase() }));
});`;
const LOOP = "io.on('connection', (socket) => {\n  socket.on('go', () => {\n    for (;;) {}\n  });\n});";

/**
 * Measures the cost of running a student's server program in a sandbox: round trips compared with the same handler in plain Node, each
 * server in its own process and this one as their client; the memory of a lab with a program; and how others fare while a program loops.
 */
export async function benchPrograms(): Promise<BenchRow[]> {
  return [
    ...(await measureRoundTrips()),
    await measureMemory(),
    ...(await measureRuns()),
    ...(await measureLoops()),
  ];
}

async function measureRoundTrips(): Promise<BenchRow[]> {
  const [plain, sandboxed] = [await startServer('plain'), await startServer('tireless')];
  try {
    const lab = await labRunning(sandboxed.port, HANDLER);
    const theirs = await connect(plain.port, '/socket.io/');
    const ours = await connect(sandboxed.port, lab.path);
    const rows: BenchRow[] = [];
    for (const inFlight of IN_FLIGHT) {
      const results = { ours: [] as number[], theirs: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        results.theirs.push(await roundTripsPerSecond(theirs, inFlight));
        results.ours.push(await roundTripsPerSecond(ours, inFlight));
      }
      const ratio = median(results.ours.map((value, round) => value / results.theirs[round]!));
      rows.push({
        name: `round trips of a handler in a sandbox, against plain Node, ${inFlight} in flight`,
        ours: median(results.ours),
        baseline: median(results.theirs),
        unit: '1/s',
        ratio,
        goal: `≥ ${GOAL_RATIO} of plain Node`,
        ok: ratio >= GOAL_RATIO,
      });
    }
    for (const socket of [ours, theirs]) socket.disconnect();
    return rows;
  } finally {
    for (const { child } of [plain, sandboxed]) child.kill();
  }
}

async function roundTripsPerSecond(socket: Socket, inFlight: number): Promise<number> {
  let trips = 0;
  const startedAtMs = performance.now();
  const ask = async () => {
    while (performance.now() - startedAtMs < ROUND_MS) {
      await socket.emitWithAck('greet', 'ada');
      trips++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, ask));
  return (trips * 1000) / (performance.now() - startedAtMs);
}

/** Resident memory that one lab with a program adds to the server: made, its program run and used once, then left idle. */
async function measureMemory(): Promise<BenchRow> {
  const { child, port } = await startServer('as it is');
  const rss = async () => {
    child.send('rss');
    const [bytes] = (await once(child, 'message')) as [number];
    return bytes;
  };
  const openLabs = async (count: number) => {
    for (let n = 0; n < count; n++) {
      const socket = await connect(port, (await labRunning(port, HANDLER)).path);
      await socket.emitWithAck('greet', 'ada');
      socket.disconnect();
    }
  };
  // The first labs also pay for compiling code.
  await openLabs(20);
  const before = await rss();
  await openLabs(LABS);
  const each = ((await rss()) - before) / LABS / 1e6;
  child.kill();
  return within('memory of an idle lab with a server program', each, GOAL_LAB_MB, 'MB');
}

/** From the request to run a program until it runs: the first of a server, and later ones. */
async function measureRuns(): Promise<BenchRow[]> {
  const { child, port } = await startServer('as it is');
  const lab = await makeLab(port);
  await new Promise((resolve) => setTimeout(resolve, READING_MS));
  const times: number[] = [];
  for (let n = 0; n <= RUNS; n++) {
    const askedAtMs = performance.now();
    await run(lab.http, HANDLER);
    times.push(performance.now() - askedAtMs);
  }
  child.kill();
  const [first, ...later] = times;
  return [
    within('the first run of a program, after a click', first!, GOAL_FIRST_RUN_MS, 'ms'),
    within('later runs, median', median(later), GOAL_RUN_MS, 'ms'),
  ];
}

/** One lab runs an endless loop, is stopped and runs it again, while clients of the others keep asking. */
async function measureLoops(): Promise<BenchRow[]> {
  const { child, port } = await startServer('as it is');
  const others = await Promise.all(
    Array.from({ length: OTHERS }, async () => connect(port, (await labRunning(port, HANDLER)).path)),
  );
  const waitedMs: number[] = [];
  let isOver = false;
  const asking = others.map(async (socket) => {
    while (!isOver) {
      const askedAtMs = performance.now();
      await socket.emitWithAck('greet', 'ada');
      waitedMs.push(performance.now() - askedAtMs);
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  });
  const lab = await makeLab(port);
  const stopped = await watchStops(lab.feed);
  const stopMs: number[] = [];
  for (let loop = 0; loop < LOOPS; loop++) {
    await run(lab.http, LOOP);
    const socket = await connect(port, lab.path);
    const isStopped = stopped();
    const sentAtMs = performance.now();
    socket.emit('go');
    await isStopped;
    stopMs.push(performance.now() - sentAtMs);
    socket.disconnect();
  }
  isOver = true;
  await Promise.all(asking);
  for (const socket of others) socket.disconnect();
  child.kill();
  return [
    within(
      'an endless loop: from the event until it is stopped, longest',
      Math.max(...stopMs),
      GOAL_STOP_MS,
      'ms',
    ),
    within(
      `answers of ${OTHERS} other labs while one loops ${LOOPS} times, p99`,
      quantile(waitedMs, 0.99),
      GOAL_P99_MS,
      'ms',
    ),
  ];
}

/** Watches a lab; each call of the result waits for the next program that is stopped. */
async function watchStops(feed: string): Promise<() => Promise<void>> {
  const viewer = new WebSocket(feed);
  await once(viewer, 'open');
  return () =>
    new Promise((resolve) => {
      const look = (message: Buffer) => {
        const records = decodeFeed(new Uint8Array(message));
        if (!records.some((record) => record.type === 'code' && record.kind === 'stopped')) return;
        viewer.off('message', look);
        resolve();
      };
      viewer.on('message', look);
    });
}

interface BenchLab {
  readonly http: string;
  readonly feed: string;
  readonly path: string;
}

async function makeLab(port: number): Promise<BenchLab> {
  const response = await fetch(`http://${HOST}:${port}/lab`, { method: 'POST' });
  const { id, http, feed } = (await response.json()) as { id: string; http: string; feed: string };
  return { http, feed, path: `/lab/${id}/socket.io/` };
}

async function labRunning(port: number, code: string): Promise<BenchLab> {
  const lab = await makeLab(port);
  await run(lab.http, code);
  return lab;
}

async function run(http: string, code: string): Promise<void> {
  const response = await fetch(`${http}/code`, { method: 'PUT', body: JSON.stringify({ code }) });
  if (!response.ok) throw new Error(await response.text());
}

async function connect(port: number, path: string): Promise<Socket> {
  const socket = io(`http://${HOST}:${port}`, {
    path,
    forceNew: true,
    transports: ['websocket'],
    reconnection: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

async function startServer(kind: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve', kind], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return { child, port };
}

async function serve(kind: string): Promise<void> {
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    globalThis.gc?.();
    globalThis.gc?.();
    process.send!(residentBytes());
  });
  process.send!(kind === 'plain' ? await servePlain() : await serveLabs(kind === 'tireless'));
}

/** Resident memory of this process and its children, in one of which programs run. */
function residentBytes(): number {
  const rows = execFileSync('ps', ['-eo', 'ppid=,rss=,comm='], { encoding: 'utf8' }).split('\n');
  const children = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([parent, , command]) => Number(parent) === process.pid && command !== 'ps');
  return children.reduce((bytes, [, kib]) => bytes + Number(kib) * 1024, process.memoryUsage.rss());
}

async function servePlain(): Promise<number> {
  const http = createHttpServer();
  const server = new Server(http);
  new Function('io', HANDLER)(server);
  http.listen(0, HOST);
  await once(http, 'listening');
  return (http.address() as AddressInfo).port;
}

/** `isTireless`: a program that is asked without pause is not ended for being busy. */
async function serveLabs(isTireless: boolean): Promise<number> {
  const { programs } = DEFAULT_LIMITS;
  const program = { ...programs.program, ...(isTireless ? { shareMsPerSecond: 1000 } : {}) };
  const { port } = await createServer({
    port: 0,
    host: HOST,
    isWarm: true,
    site: async () => ({ answer: async (_, response) => void response.writeHead(404).end() }),
    limits: { labsPerMinute: 10_000, programs: { ...programs, program } },
  });
  return port;
}

function within(name: string, ours: number, budget: number, unit: string): BenchRow {
  const goal = `≤ ${budget} ${unit}`;
  return { name, ours, baseline: budget, unit, ratio: ours / budget, goal, ok: ours <= budget };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === '--serve') await serve(process.argv[3]!);
  else printRows(await benchPrograms());
}
