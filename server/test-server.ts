import { once } from 'node:events';
import net from 'node:net';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type ChunkRecord, decodeFeed, type FeedRecord } from '../src/protocol/feed';
import { jsonRecord } from '../src/protocol/messages/feed-records';
import { type LabMade, labMade } from '../src/protocol/messages/lab-made';
import type { Peer } from '../src/protocol/unit';
import { createServer, type ServerSettings, type WireServer } from './server';

/** For tests: a server whose pages are one sentence. It ends with the test. */
export async function startTestServer(settings: Partial<ServerSettings> = {}): Promise<WireServer> {
  const server = await createServer({
    port: 0,
    host: '127.0.0.1',
    site: async () => ({ answer: async (_, response) => void response.end('a page') }),
    ...settings,
  });
  onTestFinished(() => server.close());
  return server;
}

export type TestLab = LabMade;

export async function makeLab(server: WireServer): Promise<TestLab> {
  const response = await fetch(`${server.url}/lab`, { method: 'POST', headers: { Connection: 'close' } });
  return v.parse(labMade, await response.json());
}

/** The records of a lab's feed, and a way to wait for more. */
export interface Watch {
  readonly socket: WebSocket;
  readonly records: FeedRecord[];
  until(found: (records: readonly FeedRecord[]) => boolean): Promise<void>;
  /** The bytes of one direction of a connection (from 1), all chunks joined. */
  stream(sender: Peer, connection?: number): Buffer;
  chunks(sender?: Peer): ChunkRecord[];
}

export async function watch(feed: string): Promise<Watch> {
  const socket = new WebSocket(feed);
  const records: FeedRecord[] = [];
  socket.on('message', (message: Buffer) => {
    const came = decodeFeed(new Uint8Array(message));
    // What a page is told is what its schema says.
    for (const record of came) if (record.type !== 'chunk') v.parse(jsonRecord, record);
    records.push(...came);
    socket.emit('records');
  });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const chunks = (sender?: Peer) =>
    records.filter(
      (record): record is ChunkRecord =>
        record.type === 'chunk' && (sender === undefined || record.sender === sender),
    );
  return {
    socket,
    records,
    chunks,
    async until(found) {
      while (!found(records)) await once(socket, 'records');
    },
    stream: (sender, connection = 1) =>
      Buffer.concat(
        chunks(sender)
          .filter((chunk) => chunk.connection === connection)
          .map((chunk) => chunk.bytes),
      ),
  };
}

/** A bare TCP client that knows exactly what it has sent and received. */
export interface BareClient {
  readonly socket: net.Socket;
  readonly port: number;
  sent(): Buffer;
  received(): Buffer;
  send(bytes: string | Buffer): Promise<void>;
  /** Waits until it has received this. */
  until(text: string | number): Promise<void>;
  closed(): Promise<void>;
}

export async function connect(server: WireServer): Promise<BareClient> {
  const socket = net.connect(server.port, '127.0.0.1');
  socket.setNoDelay(true);
  const sent: Buffer[] = [];
  const received: Buffer[] = [];
  socket.on('data', (bytes) => received.push(bytes));
  socket.on('error', () => undefined);
  const isClosed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const all = () => Buffer.concat(received);
  return {
    socket,
    port: socket.localPort!,
    sent: () => Buffer.concat(sent),
    received: all,
    async send(bytes) {
      const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
      sent.push(buffer);
      await new Promise<void>((resolve) => socket.write(buffer, () => resolve()));
    },
    async until(text) {
      const has = () => (typeof text === 'number' ? all().length >= text : all().includes(text));
      while (!has()) {
        await Promise.race([
          once(socket, 'data'),
          isClosed.then(() => {
            if (!has()) throw new Error(`closed without ${text}; came: ${all().toString('latin1')}`);
          }),
        ]);
      }
    },
    closed: () => isClosed,
  };
}

/** The key of RFC 6455 §1.2. */
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** An opening handshake; `change` replaces or (with null) removes header fields. */
export function handshake(path: string, change: Readonly<Record<string, string | null>> = {}): string {
  const fields: Record<string, string | null> = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': KEY,
    'Sec-WebSocket-Version': '13',
    ...change,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** A masked frame (RFC 6455 §5.2) of up to 64 KiB. */
export function frame(
  opcode: number,
  payload: string | Buffer,
  mask: readonly number[] = [1, 2, 3, 4],
): Buffer {
  const bytes = Buffer.from(payload);
  const masked = bytes.map((byte, at) => byte ^ mask[at % 4]!);
  const length = bytes.length < 126 ? [0x80 | bytes.length] : [0xfe, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...length, ...mask]), masked]);
}
