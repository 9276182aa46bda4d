import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createServer } from '../server/server';
import { type BenchRow, median, printRows, quantile } from './row';

const HOST = '127.0.0.1';
const BYTES = 100_000;
/** Time between two single bytes, long enough for a server to read each by itself. */
const GAP_MS = 0.03;
const ROUNDS = 1;
const GOAL = { ratio: 2.3, cpuMs: 1000, p99Ms: 50 };

/** Something that a client sends in single bytes, what it sends before, and how it knows that everything has arrived. */
interface Load {
  readonly name: string;
  /** Sent at once before the single bytes, which wait for `answer`, if any. */
  before(lab: string, bytes: number): { readonly text: string; readonly answer: string };
  single(bytes: number): Buffer;
  readonly after: string;
  /** Least size of a complete answer, in bytes. */
  readonly answerBytes: (bytes: number) => number;
}

const LOADS: readonly Load[] = [
  {
    name: 'one WebSocket message',
    before: (lab) => ({ text: handshake(`/lab/${lab}/ws`), answer: '\r\n\r\n' }),
    single: (bytes) => Buffer.concat([longFrameHead(bytes), Buffer.alloc(bytes, 'x')]),
    after: '',
    answerBytes: (bytes) => bytes,
  },
  {
    name: 'one HTTP body',
    before: (lab, bytes) => ({ text: post(lab, `Content-Length: ${bytes}`), answer: '' }),
    single: (bytes) => Buffer.alloc(bytes, 'x'),
    after: '',
    answerBytes: (bytes) => bytes,
  },
  {
    name: 'one chunk of a body',
    before: (lab, bytes) => ({
      text: `${post(lab, 'Transfer-Encoding: chunked')}${bytes.toString(16)}\r\n`,
      answer: '',
    }),
    single: (bytes) => Buffer.alloc(bytes, 'x'),
    after: '\r\n0\r\n\r\n',
    answerBytes: (bytes) => bytes,
  },
];

/**
 * Measures what single bytes cost the server: its processor time for some number of them and for twice as many, and how long the echoes
 * of another client take meanwhile. The server runs in its own process; this one sends.
 */
export async function benchSmallReads(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const load of LOADS) rows.push(...(await measure(load)));
  return rows;
}

async function measure(load: Load): Promise<BenchRow[]> {
  const { child, port } = await startServer();
  try {
    const lab = await makeLab(port);
    await send(port, lab, load, BYTES / 10);
    const once: number[] = [];
    const twice: number[] = [];
    const delays: number[] = [];
    const stop = echoAnother(port, await makeLab(port), delays);
    for (let round = 0; round < ROUNDS; round++) {
      once.push(await cpuMsOf(child, () => send(port, lab, load, BYTES)));
      twice.push(await cpuMsOf(child, () => send(port, lab, load, 2 * BYTES)));
    }
    await stop();
    const [less, more, p99Ms] = [median(once), median(twice), quantile(delays, 0.99)];
    const row = (name: string, ours: number, baseline: number, goal: number, isRatio: boolean): BenchRow => {
      const ratio = ours / baseline;
      const ok = (isRatio ? ratio : ours) <= goal;
      return {
        name: `${load.name}, ${name}`,
        ours,
        baseline,
        unit: 'ms',
        ratio,
        goal: `≤ ${goal}${isRatio ? '' : ' ms'}`,
        ok,
      };
    };
    return [
      row('twice the single bytes', more, less, GOAL.ratio, true),
      row('processor for 200 KB', more, GOAL.cpuMs, GOAL.cpuMs, false),
      row('another echo meanwhile, p99', p99Ms, GOAL.p99Ms, GOAL.p99Ms, false),
    ];
  } finally {
    child.kill();
  }
}

async function cpuMsOf(child: ChildProcess, work: () => Promise<void>): Promise<number> {
  const before = await cpuMs(child);
  await work();
  return (await cpuMs(child)) - before;
}

async function cpuMs(child: ChildProcess): Promise<number> {
  child.send('cpu');
  const [ms] = (await once(child, 'message')) as [number];
  return ms;
}

/** Sends the load and waits for its answer. */
async function send(port: number, lab: string, load: Load, bytes: number): Promise<void> {
  const socket = await connect(port);
  const { text, answer } = load.before(lab, bytes);
  let received = 0;
  let isAnswered = answer === '';
  let check: () => void = () => undefined;
  socket.on('data', (part) => {
    if (isAnswered) received += part.length;
    else isAnswered = part.includes(answer);
    check();
  });
  const until = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      check = () => {
        if (done()) resolve();
      };
      check();
    });
  socket.write(text);
  await until(() => isAnswered);
  const single = load.single(bytes);
  for (let at = 0; at < single.length; at++) {
    const nextAtMs = performance.now() + GAP_MS;
    socket.write(single.subarray(at, at + 1));
    while (performance.now() < nextAtMs);
    if (at % 64 === 63) await new Promise((resolve) => setImmediate(resolve));
  }
  socket.write(load.after);
  await until(() => received >= load.answerBytes(bytes));
  socket.destroy();
}

/** A healthy client that asks for echoes all the time; their delays go to `delays`. */
function echoAnother(port: number, lab: string, delays: number[]): () => Promise<void> {
  let isOver = false;
  const running = (async () => {
    const socket = await connect(port);
    socket.write(handshake(`/lab/${lab}/ws`));
    await once(socket, 'data');
    const frame = Buffer.concat([Buffer.from([0x82, 0x80 | 64]), Buffer.alloc(68, 'x')]);
    while (!isOver) {
      const sentAtMs = performance.now();
      socket.write(frame);
      await once(socket, 'data');
      delays.push(performance.now() - sentAtMs);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    socket.destroy();
  })();
  return () => {
    isOver = true;
    return running;
  };
}

async function connect(port: number): Promise<net.Socket> {
  const socket = net.connect(port, HOST);
  socket.setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}

const handshake = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;

const post = (lab: string, field: string) =>
  `POST /lab/${lab}/echo HTTP/1.1\r\nHost: ${HOST}\r\n${field}\r\n\r\n`;

/** Header of a masked binary frame with a 64-bit length (RFC 6455 §5.2). */
function longFrameHead(bytes: number): Buffer {
  const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
  head.writeUInt32BE(bytes, 6);
  return head;
}

async function makeLab(port: number): Promise<string> {
  const response = await fetch(`http://${HOST}:${port}/lab`, { method: 'POST' });
  return ((await response.json()) as { id: string }).id;
}

async function startServer(): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve'], { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number];
  return { child, port };
}

async function serve(): Promise<void> {
  const site = async () => ({ answer: async (_: unknown, response: { end(): void }) => response.end() });
  const server = await createServer({ port: 0, host: HOST, site });
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send!((user + system) / 1000);
  });
  process.send!(server.port);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === '--serve') await serve();
  else printRows(await benchSmallReads());
}
