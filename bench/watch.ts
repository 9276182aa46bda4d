import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readUpstream, type Upstream } from '../server/relay/upstream';
import { createServer } from '../server/server';
import { encodeHandshake } from '../src/protocol/encode';
import { type BenchRow, median, printRows } from './row';

const ROUNDS = 5;
const ROUND_MS = 800;
const HOST = '127.0.0.1';
const GOAL = 0.85;

interface Load {
  readonly name: string;
  readonly bytes: number;
  readonly connections: number;
  /** No opening handshake comes first, so the relay cannot tell what the bytes are. */
  readonly isPlain?: true;
}

const LOADS: readonly Load[] = [
  { name: '64 B, 1 connection', bytes: 64, connections: 1 },
  { name: '64 B, 50 connections', bytes: 64, connections: 50 },
  { name: '64 B, 500 connections', bytes: 64, connections: 500 },
  { name: '64 KiB, 4 connections', bytes: 65_536, connections: 4 },
  { name: '64 B of no protocol, 50 connections', bytes: 64, connections: 50, isPlain: true },
  { name: '64 KiB of no protocol, 4 connections', bytes: 65_536, connections: 4, isPlain: true },
];

/** What makes a connection a WebSocket: most of what a relay carries comes after it. */
const OPENING = encodeHandshake({ target: '/chat' });

type Role = 'echo' | 'bare' | 'relay';

/**
 * Measures the relay of `wire101 watch` beside a bare TCP proxy, each in a process of its own before the same echo, with the same
 * load on both in turns. Nobody looks at the page meanwhile.
 */
export async function benchWatch(): Promise<BenchRow[]> {
  const children: ChildProcess[] = [];
  const start = async (role: Role, upstream = 0) => {
    const child = fork(fileURLToPath(import.meta.url), [role, String(upstream)], {
      execArgv: ['--import', 'tsx'],
    });
    children.push(child);
    const [port] = (await once(child, 'message')) as [number];
    return port;
  };
  try {
    const echo = await start('echo');
    const bare = await start('bare', echo);
    const relay = await start('relay', echo);
    const rows: BenchRow[] = [];
    for (const load of LOADS) {
      const results = { bare: [] as number[], relay: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        results.bare.push(await echoesPerSecond(bare, load));
        results.relay.push(await echoesPerSecond(relay, load));
      }
      const ratio = median(results.relay.map((value, round) => value / results.bare[round]!));
      rows.push({
        name: load.name,
        ours: median(results.relay),
        baseline: median(results.bare),
        unit: '1/s',
        ratio,
        goal: `≥ ${GOAL} of a bare proxy`,
        ok: ratio >= GOAL,
      });
    }
    return rows;
  } finally {
    for (const child of children) child.kill();
  }
}

/** Each connection sends its next bytes when the echo of the last has arrived. */
async function echoesPerSecond(port: number, { bytes, connections, isPlain }: Load): Promise<number> {
  const piece = Buffer.alloc(bytes, 0x61);
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = net.connect({ port, host: HOST, noDelay: true });
      await once(socket, 'connect');
      if (!isPlain) {
        socket.write(OPENING.client);
        await once(socket, 'data');
      }
      return socket;
    }),
  );
  let echoes = 0;
  let isOver = false;
  const startedAtMs = performance.now();
  for (const socket of sockets) {
    let received = 0;
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      received += part.length;
      if (received < bytes) return;
      received = 0;
      echoes++;
      if (!isOver) socket.write(piece);
    });
    socket.write(piece);
  }
  await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  isOver = true;
  const perSecond = (echoes * 1000) / (performance.now() - startedAtMs);
  for (const socket of sockets) socket.destroy();
  return perSecond;
}

const SERVERS: Readonly<Record<Role, (upstream: number) => Promise<number>>> = {
  echo: () =>
    listen((socket) =>
      socket.once('data', (first) => {
        socket.write(first.toString('latin1') === OPENING.client ? OPENING.server : first);
        socket.pipe(socket);
      }),
    ),
  bare: (upstream) =>
    listen((client) => {
      const behind = net.connect({ port: upstream, host: HOST, noDelay: true });
      client.pipe(behind).pipe(client);
      behind.on('error', () => client.destroy());
    }),
  async relay(upstream) {
    const server = await createServer({
      port: 0,
      host: HOST,
      site: async () => ({ answer: async () => undefined }),
    });
    const target = readUpstream(`http://${HOST}:${upstream}`) as Upstream;
    const { relay } = await server.watch({ upstream: target, port: 0, host: HOST });
    return Number(new URL(relay).port);
  },
};

async function listen(accept: (socket: net.Socket) => void): Promise<number> {
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    accept(socket);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const [role, upstream] = process.argv.slice(2);
if (process.send && role !== undefined && role in SERVERS)
  process.send(await SERVERS[role as Role](Number(upstream)));
else if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchWatch());
