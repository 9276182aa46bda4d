import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createServer } from '../server/server';
import { type BenchRow, median, printRows } from './row';

const ROUNDS = 7;
const ROUND_MS = 800;
/** A student's lab has a handful of connections. */
const CONNECTIONS_PER_LAB = 5;
const HOST = '127.0.0.1';
const GOAL = { unwatched: 0.85, watched: 0.6 };

interface Load {
  readonly name: string;
  readonly unit: string;
  readonly connections: number;
  /** Work done per second by these labs' connections, in `unit`. */
  run(port: number, labs: readonly string[]): Promise<number>;
}

const LOADS: readonly Load[] = [
  echoLoad('64 B echoes, 1 connection', 1, 64),
  echoLoad('64 B echoes, 50 connections', 50, 64),
  echoLoad('64 B echoes, 500 connections', 500, 64),
  echoLoad('64 KiB echoes, 4 connections', 4, 65_536),
  { name: 'opening handshakes', unit: '1/s', connections: 8, run: handshakesPerSecond },
];

/**
 * Measures what the tap costs. The same server runs with and without it, each in its own process, with the same load on both
 * in turns, without viewers and with one on each lab. This process makes the load: bare sockets, frames made beforehand.
 */
export async function benchTap(): Promise<BenchRow[]> {
  const plain = await startServer('plain');
  const tapped = await startServer('tapped');
  try {
    const rows: BenchRow[] = [];
    for (const load of LOADS) rows.push(...(await compare(load, plain.port, tapped.port)));
    return rows;
  } finally {
    plain.child.kill();
    tapped.child.kill();
  }
}

async function compare(load: Load, plain: number, tapped: number): Promise<BenchRow[]> {
  const results = { plain: [] as number[], unwatched: [] as number[], watched: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    results.plain.push(await measure(load, plain, false));
    results.unwatched.push(await measure(load, tapped, false));
    results.watched.push(await measure(load, tapped, true));
  }
  return (['unwatched', 'watched'] as const).map((kind) => {
    const ratio = median(results[kind].map((value, round) => value / results.plain[round]!));
    return {
      name: `${load.name}, ${kind}`,
      ours: median(results[kind]),
      baseline: median(results.plain),
      unit: load.unit,
      ratio,
      goal: `≥ ${GOAL[kind]} of untapped`,
      ok: ratio >= GOAL[kind],
    };
  });
}

async function measure(load: Load, port: number, isWatched: boolean): Promise<number> {
  const labs = await Promise.all(
    Array.from({ length: Math.ceil(load.connections / CONNECTIONS_PER_LAB) }, () => makeLab(port)),
  );
  const viewers = isWatched ? await Promise.all(labs.map((lab) => open(port, `/lab/${lab}/feed`))) : [];
  for (const viewer of viewers) viewer.resume();
  const result = await load.run(port, labs);
  for (const viewer of viewers) viewer.destroy();
  return result;
}

function echoLoad(name: string, connections: number, bytes: number): Load {
  const isLarge = bytes > 1024;
  return {
    name,
    connections,
    unit: isLarge ? 'MB/s' : '1/s',
    async run(port, labs) {
      const frame = maskedFrame(bytes);
      const sockets = await Promise.all(
        Array.from({ length: connections }, (_, n) => open(port, `/lab/${labs[n % labs.length]}/ws`)),
      );
      const perSecond = await echoesPerSecond(sockets, frame, frame.length - 4);
      for (const socket of sockets) socket.destroy();
      return isLarge ? (perSecond * bytes) / 1e6 : perSecond;
    },
  };
}

/** Each connection sends its next frame when the echo of the last, `answerBytes` long, has arrived. */
async function echoesPerSecond(
  sockets: readonly net.Socket[],
  frame: Buffer,
  answerBytes: number,
): Promise<number> {
  let echoes = 0;
  let isOver = false;
  const startedAtMs = performance.now();
  for (const socket of sockets) {
    let received = 0;
    socket.on('data', (bytes) => {
      received += bytes.length;
      if (received < answerBytes) return;
      received = 0;
      echoes++;
      if (!isOver) socket.write(frame);
    });
    socket.write(frame);
  }
  await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  isOver = true;
  return (echoes * 1000) / (performance.now() - startedAtMs);
}

async function handshakesPerSecond(port: number, labs: readonly string[]): Promise<number> {
  let handshakes = 0;
  const startedAtMs = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      while (performance.now() - startedAtMs < ROUND_MS) {
        const socket = await open(port, `/lab/${labs[n % labs.length]}/ws`);
        socket.destroy();
        handshakes++;
      }
    }),
  );
  return (handshakes * 1000) / (performance.now() - startedAtMs);
}

/** A socket that has completed the opening handshake. */
async function open(port: number, path: string): Promise<net.Socket> {
  const socket = net.connect(port, HOST);
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${HOST}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(answer.toString('latin1'));
  return socket;
}

async function makeLab(port: number): Promise<string> {
  const response = await fetch(`http://${HOST}:${port}/lab`, { method: 'POST' });
  return ((await response.json()) as { id: string }).id;
}

/** A masked binary frame (RFC 6455 §5.2); the server's answer is 4 bytes shorter, as it has no masking key. */
function maskedFrame(bytes: number): Buffer {
  const head =
    bytes < 126
      ? Buffer.from([0x82, 0x80 | bytes])
      : Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, bytes >> 16, bytes >> 8, bytes]);
  return Buffer.concat([head, randomBytes(4 + bytes)]);
}

async function startServer(kind: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve', kind], { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number];
  return { child, port };
}

async function serve(kind: string): Promise<void> {
  const server = await createServer({
    port: 0,
    host: HOST,
    isTapped: kind === 'tapped',
    site: async () => ({ answer: async (_, response) => void response.writeHead(404).end() }),
    limits: { labs: 100_000, labsPerMinute: 100_000, labIdleMs: 5000 },
  });
  process.on('disconnect', () => process.exit());
  process.send!(server.port);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === '--serve') await serve(process.argv[3]!);
  else printRows(await benchTap());
}
