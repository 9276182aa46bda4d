import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { makeLab, startTestServer } from '../test-server';
import { type Player, type Players, SCENES } from './same-as-node-scenes';
import { runCode } from './testing';

/** Where the program of a scene runs and its clients connect. */
interface Place {
  readonly url: string;
  readonly path: string;
}

test.each(SCENES)('$name: a lab does what Node does', { timeout: 15_000 }, async ({ code, play }) => {
  const text = `${code}\nio.on('connection', (socket) => socket.on('end', (answer) => answer()));`;
  const inNode = await perform(await nodeServer(text), play);
  expect(inNode.flat().length).toBeGreaterThan(0);
  expect(await perform(await labServer(text), play)).toEqual(inNode);
});

async function labServer(code: string): Promise<Place> {
  const lab = await makeLab(await startTestServer());
  expect(await (await runCode(lab, code)).json()).toEqual({ run: 1 });
  return { url: new URL(lab.http).origin, path: `/lab/${lab.id}/socket.io/` };
}

async function nodeServer(code: string): Promise<Place> {
  const http = createServer();
  const server = new Server(http);
  new Function('io', 'process', code)(server, { nextTick: process.nextTick });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, path: '/socket.io/' };
}

/** What all clients hear, with identifiers replaced by the clients' numbers. */
async function perform(
  { url, path }: Place,
  play: (players: Players) => Promise<void>,
): Promise<readonly unknown[][]> {
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
    const player = playerOf(socket);
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
  await play({ open, both });
  // Whatever was sent before an answer comes before it.
  for (const [at, player] of all.entries()) {
    if (sockets[at]!.connected) await player.ask('end').catch(() => undefined);
  }
  let text = JSON.stringify(all.map(({ heard }) => heard));
  for (const one of ids) {
    const [number, id] = one.split(' ');
    text = text.replaceAll(id!, `client ${number}`);
  }
  return JSON.parse(text);
}

function playerOf(socket: Socket): Player {
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
          .timeout(5000)
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
