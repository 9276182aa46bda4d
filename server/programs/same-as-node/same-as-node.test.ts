import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../limits';
import { createServer as createWireServer, type WireServer } from '../../server';
import { makeLab, watch } from '../../test-server';
import { codeOf, runCode } from '../testing';
import { SCENES } from './index';
import { consoleFor } from './node-console';
import type { Player, Players, Scene } from './scene';

/** Where the program of a scene runs and its clients connect. */
interface Place {
  readonly url: string;
  readonly path: string;
  /** What it has printed until now. */
  readonly said: () => readonly string[];
  /** Resolves when this is true of what it has printed. */
  readonly untilSaid: (isSaid: () => boolean) => Promise<void>;
}

/** What a lab says besides. */
const OF_LAB = /^(No answer to |Only \d+ answered )/;

let server: WireServer;
vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  const site = async () => ({
    answer: async (_: unknown, response: { end(): unknown }) => void response.end(),
  });
  const programs = { ...DEFAULT_LIMITS.programs, startsPerMinute: { lab: 1000, address: 1000 } };
  server = await createWireServer({ port: 0, host: '127.0.0.1', site, limits: { programs } });
  return () => server.close();
}, 60_000);

/** Lets the test know that everything before has been said. */
const OVER = 'the scene is over';
const ending = `
io.on('connection', (socket) => socket.on('end', (answer) => answer()));
io.on('connection', (socket) => socket.on('over', () => console.log('${OVER}')));`;

test.each(SCENES)('$name: a lab does what Node does', async (scene) => {
  const inNode = await perform(await nodeServer(scene), scene);
  expect([...inNode.heard.flat(), ...inNode.said].length).toBeGreaterThan(0);
  expect(await perform(await labServer(scene), scene, inNode.said.length)).toEqual(inNode);
});

const textOf = ({ code, options }: Scene) => (options?.isOwn ? code : code + ending);

async function labServer(scene: Scene): Promise<Place> {
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const code = scene.options?.isOwn ? `const port = 3000, options = {};\n${scene.code}` : textOf(scene);
  expect(await (await runCode(lab, code, scene.options?.isOwn ? {} : (scene.options ?? {}))).json()).toEqual({
    run: 1,
  });
  const lines = () => codeOf(watched).filter(({ kind }) => PRINTED.has(kind));
  return {
    url: new URL(lab.http).origin,
    path: `/lab/${lab.id}/socket.io/`,
    said: () => lines().map(({ text }) => text),
    untilSaid: (isSaid) => watched.until(isSaid),
  };
}

/** `uncaught` is never expected, and so makes a difference. */
const PRINTED: ReadonlySet<string> = new Set(['log', 'warn', 'error', 'uncaught', 'stopped']);

async function nodeServer(scene: Scene): Promise<Place> {
  const http = createServer();
  const { isOwn, ...options } = scene.options ?? {};
  const made = isOwn ? null : new Server(http, options);
  const said: string[] = [];
  let look = () => {};
  const ownConsole = consoleFor((text) => {
    said.push(text);
    look();
  });
  // The library's own words go to the global console.
  const spy = vi.spyOn(console, 'warn').mockImplementation((text) => void said.push(String(text)));
  onTestFinished(() => spy.mockRestore());
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const require = createRequire(import.meta.url);
  const process = { nextTick: globalThis.process.nextTick };
  new Function('io', 'process', 'require', 'console', 'port', 'options', textOf(scene))(
    made,
    process,
    require,
    ownConsole,
    isOwn ? http : port,
    {},
  );
  onTestFinished(() => {
    void made?.close();
    http.closeAllConnections();
    http.close();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    path: '/socket.io/',
    said: () => said,
    untilSaid: (isSaid) =>
      new Promise((resolve) => {
        look = () => isSaid() && resolve();
        look();
      }),
  };
}

/**
 * What all clients hear and what the program prints, with identifiers replaced by the clients' numbers. It waits for `saidAtLeast`
 * lines: what a lab's program prints comes by another way than what its clients hear.
 */
async function perform(
  { url, path, said, untilSaid }: Place,
  { play, options }: Scene,
  saidAtLeast = 0,
): Promise<{ readonly heard: readonly unknown[][]; readonly said: readonly string[] }> {
  const sockets: Socket[] = [];
  const all: Player[] = [];
  const ids: string[] = [];
  const open: Players['open'] = (namespace = '/', options = {}) => {
    const socket = io(url + namespace, {
      path,
      forceNew: true,
      transports: ['websocket'],
      reconnection: false,
      ...options,
    });
    onTestFinished(() => void socket.disconnect());
    const number = sockets.push(socket);
    socket.on('connect', () => ids.push(`${number} ${socket.id}`));
    return join(socket);
  };
  const join = (socket: Socket): Player => {
    const player = playerOf(socket, (namespace) => {
      const beside = socket.io.socket(namespace, {});
      sockets.push(beside);
      return join(beside);
    });
    all.push(player);
    return player;
  };
  const both: Players['both'] = async () => {
    // One after the other, since nothing says which of two would come first.
    const first = open();
    await first.until('connect');
    const second = open();
    await second.until('connect');
    return [first, second];
  };
  await play({
    open,
    both,
    async request(query) {
      await (await fetch(`${url}${path}${query}`)).text();
    },
    untilSaid: (text) => untilSaid(() => said().some((line) => line.includes(text))),
  });
  // Whatever was sent before an answer comes before it.
  for (const [at, player] of all.entries()) {
    if (sockets[at]!.connected) await player.ask('end').catch(() => undefined);
  }
  await overIn(sockets, { said, untilSaid });
  const lines = () => said().filter((line) => line !== OVER && !OF_LAB.test(line));
  await untilSaid(() => lines().length >= saidAtLeast);
  // Where the library keeps events, it adds the time.
  let text = JSON.stringify({ heard: all.map(({ heard }) => heard), said: lines() });
  if (options?.connectionStateRecovery) text = text.replace(/"[\w-]{7}(\.\d+)?"/g, '"offset"');
  for (const one of ids) {
    const [number, id] = one.split(' ');
    text = text.replaceAll(id!, `client ${number}`);
  }
  return JSON.parse(text);
}

/** Waits until what the program has printed until now is known. */
async function overIn(
  sockets: readonly Socket[],
  { said, untilSaid }: Pick<Place, 'said' | 'untilSaid'>,
): Promise<void> {
  const main = sockets.find(
    (socket) => socket.connected && (socket as unknown as { nsp: string }).nsp === '/',
  );
  if (!main) return;
  main.emit('over');
  await untilSaid(() => said().includes(OVER));
}

function playerOf(socket: Socket, beside: (namespace: string) => Player): Player {
  const heard: unknown[] = [];
  const times = new Map<string, number>();
  const waiting = new Set<() => void>();
  const answers = new Map<string, unknown[]>();
  const note = (name: string, ...what: unknown[]) => {
    heard.push([name, ...what.map(plain)]);
    times.set(name, (times.get(name) ?? 0) + 1);
    for (const look of [...waiting]) look();
  };
  socket.on('connect', () => note('connect'));
  socket.on('disconnect', (reason) => note('disconnect', reason));
  socket.on('connect_error', (error) =>
    note('connect_error', error.message, (error as Error & { data?: unknown }).data),
  );
  socket.onAny((name: string, ...args: unknown[]) => {
    const last = args.at(-1);
    const mine = answers.get(name);
    note(name, ...args);
    if (typeof last === 'function' && mine) last(...mine);
  });
  return {
    heard,
    emit: (name, ...args) => void socket.emit(name, ...args),
    ask: (name, ...args) =>
      new Promise<void>((resolve, reject) => {
        socket
          .timeout(20_000)
          .emit(name, ...args, (error: Error | null, ...given: unknown[]) =>
            error ? reject(error) : resolve(void (name !== 'end' && note(`answer to ${name}`, ...given))),
          );
      }),
    until: (name, count = 1) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if ((times.get(name) ?? 0) < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    answer: (name, ...given) => void answers.set(name, given),
    leave: () => void socket.disconnect(),
    cut: () => void (socket.io.engine.transport as unknown as { ws: { terminate(): void } }).ws.terminate(),
    beside,
  };
}

/** As JSON, with marks for what JSON would lose. */
function plain(value: unknown): unknown {
  if (value === undefined) return '(undefined)';
  if (typeof value === 'function') return '(a function)';
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    const bytes = ArrayBuffer.isView(value) ? value : new Uint8Array(value);
    return `bytes ${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
