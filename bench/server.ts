import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WebSocket } from 'ws';
import { buildIfNeeded } from '../server/build';
import { createServer } from '../server/server';
import { type BenchRow, median, printRows } from './row';

const STARTS = 5;
const GOAL_START_MS = 1000;
const LABS = 400;
const GOAL_LAB_KB = 100;

/** Measures how long the server takes to start, and the memory of an idle lab. The baselines are the budgets. */
export async function benchServer(): Promise<BenchRow[]> {
  await buildIfNeeded(fileURLToPath(new URL('..', import.meta.url)), () => undefined);
  const starts: number[] = [];
  for (let n = 0; n < STARTS; n++) starts.push(await startMs());
  return [
    row('start to first answer', median(starts), GOAL_START_MS, 'ms'),
    row('memory per idle lab, watched, after one echo', await labKb(), GOAL_LAB_KB, 'KB'),
  ];
}

/** Time from the command to the first page, with the pages already built. */
async function startMs(): Promise<number> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', '--port', '0'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  const response = await fetch(/http:\/\/\S+/.exec(line)![0]);
  await response.arrayBuffer();
  const tookMs = performance.now() - startedAtMs;
  child.kill();
  await once(child, 'exit');
  return tookMs;
}

/** Resident memory that one lab adds to the server: made, watched by a page, used once, then left idle. */
async function labKb(): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve'], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  const rss = async () => {
    child.send('rss');
    const [bytes] = (await once(child, 'message')) as [number];
    return bytes;
  };
  const viewers: WebSocket[] = [];
  const openLabs = async (count: number) => {
    for (let n = 0; n < count; n++) viewers.push(await openLab(port));
  };
  // The first labs also pay for compiling code.
  await openLabs(100);
  const before = await rss();
  await openLabs(LABS);
  const after = await rss();
  for (const viewer of viewers) viewer.terminate();
  child.kill();
  return (after - before) / LABS / 1000;
}

async function openLab(port: number): Promise<WebSocket> {
  const response = await fetch(`http://127.0.0.1:${port}/lab`, { method: 'POST' });
  const lab = (await response.json()) as { feed: string; ws: string };
  const viewer = new WebSocket(lab.feed);
  await once(viewer, 'open');
  const websocket = new WebSocket(lab.ws);
  await once(websocket, 'open');
  websocket.send('Hello');
  await once(websocket, 'message');
  websocket.close();
  await once(websocket, 'close');
  return viewer;
}

async function serve(): Promise<void> {
  const server = await createServer({
    port: 0,
    host: '127.0.0.1',
    site: async () => ({ answer: async (_, response) => void response.writeHead(404).end() }),
    limits: { labsPerMinute: 10_000 },
  });
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    globalThis.gc?.();
    globalThis.gc?.();
    process.send!(process.memoryUsage().rss);
  });
  process.send!(server.port);
}

function row(name: string, ours: number, budget: number, unit: string): BenchRow {
  const goal = `≤ ${budget} ${unit}`;
  return { name, ours, baseline: budget, unit, ratio: ours / budget, goal, ok: ours <= budget };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === '--serve') await serve();
  else printRows(await benchServer());
}
