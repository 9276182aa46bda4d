import { once } from 'node:events';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { WebSocket } from 'ws';
import { type ChunkRecord, decodeFeed, type FeedRecord } from '../src/protocol/feed';
import { type Answer, ask, json, type LabAddress, makeLab, type Question } from './lab';
import { createRandom, type Random } from './random';
import type { Stand } from './stand';
import { type BareClient, connectBare, waitFor } from './wire';

/** The page of a lab, as far as an attack needs it. */
interface Viewer {
  readonly socket: WebSocket;
  readonly records: readonly FeedRecord[];
  /** The bytes of all chunks, one character per byte. */
  text(): string;
  until(found: (records: readonly FeedRecord[]) => boolean, withinMs?: number): Promise<boolean>;
}

/** The means of a row to attack. Everything that it opens ends with it. */
export interface Attack {
  readonly stand: Stand;
  readonly port: number;
  readonly random: Random;
  /** The short form of the suite: less of everything. */
  readonly isShort: boolean;
  /** An address of this machine for the `n`-th stranger of this row; no other row has it. */
  address(n?: number): string;
  lab(n?: number): Promise<LabAddress>;
  watch(lab: LabAddress, after?: string): Promise<Viewer>;
  ask(path: string, question?: Partial<Question>): Promise<Answer>;
  /** An order to a lab, such as `say`, with a JSON body. */
  order(lab: LabAddress, name: string, value: unknown): Promise<Answer>;
  /** Connects from `address`, or from any if only `to` is given: then the system chooses the port for that pair of addresses. */
  bare(ends?: { address?: string; to?: string }): Promise<BareClient>;
  websocket(url: string): Promise<WebSocket>;
  socketio(lab: LabAddress, options?: Partial<ManagerOptions & SocketOptions>): Socket;
  /** When `isTrue` is false, the row fails with this sentence. */
  expect(isTrue: boolean, sentence: string): void;
  readonly faults: readonly string[];
  close(): void;
}

const MAX_FAULTS = 12;
let rowsBegun = 0;

/** Begins an attack on this stand. */
export function beginAttack(stand: Stand, seed: number, isShort: boolean): Attack {
  rowsBegun += 1;
  const row = rowsBegun;
  const { port } = stand;
  const opened = new Set<() => void>();
  const faults: string[] = [];
  const address = (n = 0) => `127.${1 + (row % 200)}.${n >> 7}.${2 + (n & 127)}`;
  const ask_ = (path: string, question: Partial<Question> = {}) =>
    ask({ port, path, from: address(), ...question });
  const connecting = (url: string) => {
    const connection = startWebSocket(url, address());
    opened.add(() => connection.socket.terminate());
    return connection;
  };
  return {
    stand,
    port,
    random: createRandom(seed),
    isShort,
    address,
    lab: (n = 0) => makeLab({ port, from: address(n) }),
    async watch({ feed }, after = '0') {
      const { socket, isSettled } = connecting(`${feed}?after=${after}`);
      const viewer = viewerOf(socket);
      await isSettled;
      return viewer;
    },
    ask: ask_,
    order: ({ id }, name, value) =>
      ask_(`/lab/${id}/${name}`, { method: METHODS[name] ?? 'PUT', body: json(value) }),
    async bare(ends = { address: address() }) {
      const client = await connectBare(port, ends);
      opened.add(() => client.socket.destroy());
      return client;
    },
    async websocket(url) {
      const { socket, isSettled } = connecting(url);
      await isSettled;
      return socket;
    },
    socketio({ id }, options = {}) {
      const socket = io(`http://127.0.0.1:${port}`, {
        path: `/lab/${id}/socket.io/`,
        forceNew: true,
        reconnection: false,
        transports: ['websocket'],
        ...options,
      });
      opened.add(() => socket.disconnect());
      return socket;
    },
    expect(isTrue, sentence) {
      if (!isTrue && faults.length < MAX_FAULTS) faults.push(sentence);
    },
    faults,
    close() {
      for (const end of opened) end();
    },
  };
}

const METHODS: Readonly<Record<string, string>> = { end: 'POST', say: 'POST' };

/** A WebSocket that is not open yet, so that a listener added now misses nothing. */
function startWebSocket(url: string, localAddress: string) {
  const socket = new WebSocket(url.replace('localhost', '127.0.0.1'), { localAddress });
  socket.on('error', () => undefined);
  return { socket, isSettled: Promise.race([once(socket, 'open'), once(socket, 'close')]) };
}

function viewerOf(socket: WebSocket): Viewer {
  const records: FeedRecord[] = [];
  socket.on('message', (message: Buffer) => records.push(...decodeFeed(new Uint8Array(message))));
  const chunks = () => records.filter((record): record is ChunkRecord => record.type === 'chunk');
  return {
    socket,
    records,
    text: () =>
      chunks()
        .map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
        .join(''),
    until: (found, withinMs) => waitFor(() => found(records), withinMs),
  };
}
