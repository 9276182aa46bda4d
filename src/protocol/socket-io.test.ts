import { createServer, type Server as HttpServer } from 'node:http';
import { connect as dial, createServer as listen, type Socket as TcpSocket } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder';
import type { Decoder } from './decoder';
import { expectTiling, shapeOf, unitsOf } from './testing/units';
import type { Peer, Unit } from './unit';

/** Bytes that passed in one piece. */
interface Passed {
  readonly connection: number;
  readonly sender: Peer;
  readonly bytes: Uint8Array;
}

interface RecordingProxy {
  readonly port: number;
  readonly passed: readonly Passed[];
  /** Decodes the bytes that passed; `cut` may split them further. */
  decode(cut?: (bytes: Uint8Array) => readonly Uint8Array[]): Decoder;
  close(): Promise<void>;
}

/** A TCP relay to a server that keeps a copy of every byte, both ways. */
async function recordBefore(targetPort: number): Promise<RecordingProxy> {
  const passed: Passed[] = [];
  const sockets = new Set<TcpSocket>();
  let connections = 0;
  const relay = (connection: number, sender: Peer, from: TcpSocket, to: TcpSocket) => {
    sockets.add(from);
    from.on('data', (bytes) => {
      passed.push({ connection, sender, bytes: Uint8Array.from(bytes) });
      to.write(bytes);
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
  };
  const server = listen({ allowHalfOpen: true }, (client) => {
    const id = ++connections;
    const target = dial({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    relay(id, 'client', client, target);
    relay(id, 'server', target, client);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    passed,
    decode(cut = (bytes) => [bytes]) {
      const decoder = createDecoder();
      for (const { connection, sender, bytes } of passed) {
        for (const piece of cut(bytes)) decoder.push(connection, sender, piece, 0);
      }
      return decoder;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

interface Session {
  readonly client: Socket;
  readonly proxy: RecordingProxy;
  close(): Promise<void>;
}

const open: Session[] = [];

afterEach(async () => {
  for (const session of open.splice(0)) await session.close();
});

/** A real Socket.IO server that echoes and acknowledges, and a real client, with a recorder between. */
async function startSession(options: { transports?: string[]; deflate?: boolean } = {}): Promise<Session> {
  const http: HttpServer = createServer();
  const server = new Server(http, {
    perMessageDeflate: options.deflate === true ? { threshold: 0 } : false,
  });
  server.on('connection', (socket) => {
    socket.onAny((name: string, ...args: unknown[]) => {
      const answer = args.at(-1);
      if (typeof answer === 'function') answer(...args.slice(0, -1));
      else socket.emit(name, ...args);
    });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const proxy = await recordBefore(address.port);
  const client = io(`http://127.0.0.1:${proxy.port}`, {
    transports: options.transports ?? ['polling', 'websocket'],
    forceNew: true,
    reconnection: false,
  });
  const session: Session = {
    client,
    proxy,
    async close() {
      client.disconnect();
      await server.close();
      await proxy.close();
    },
  };
  open.push(session);
  return session;
}

const once = (socket: Socket, event: string) =>
  new Promise<unknown[]>((done) => socket.once(event, (...args: unknown[]) => done(args)));

const upgraded = (socket: Socket) =>
  new Promise<void>((done) => socket.io.engine.once('upgrade', () => done()));

function faultsOf(decoder: Decoder): string[] {
  return decoder.units
    .filter((unit) => unit.fault !== null)
    .map((unit) => `${unit.layer}: ${unit.fault?.message}`);
}

const isEvent = (unit: Unit) => unit.kind === 'event' || unit.kind === 'binary_event';

describe('a real Socket.IO session', () => {
  it('is decoded from polling through the upgrade to WebSocket, without a fault', async () => {
    const { client, proxy } = await startSession();
    const hasUpgraded = upgraded(client);
    await once(client, 'connect');
    client.emit('before', 'é', { deep: [1, null] });
    client.emit('bytes', Uint8Array.of(1, 2, 3), { also: Uint8Array.of(4) });
    const bytesCame = once(client, 'bytes');
    await once(client, 'before');
    await bytesCame;
    await hasUpgraded;
    expect(await client.emitWithAck('sum', 2, 3)).toBe(2);
    client.emit('after', 'x'.repeat(70_000));
    await once(client, 'after');
    client.emit('more', Uint8Array.of(9));
    await once(client, 'more');

    const decoder = proxy.decode();
    expect(faultsOf(decoder)).toEqual([]);
    expectTiling(decoder);
    const events = (sender: string) =>
      unitsOf(decoder, 'socket.io')
        .filter((unit) => unit.sender === sender && isEvent(unit))
        .map((unit) => decoder.labelOf(unit));
    const names = [
      'EVENT before',
      'BINARY_EVENT bytes',
      'EVENT sum · asks for ack 0',
      'EVENT after',
      'BINARY_EVENT more',
    ];
    expect(events('client')).toEqual(names);
    expect(events('server')).toEqual(names.filter((name) => name !== 'EVENT sum · asks for ack 0'));
    const sum = unitsOf(decoder, 'socket.io').find(
      (unit) => decoder.labelOf(unit) === 'EVENT sum · asks for ack 0',
    );
    expect(decoder.labelOf(decoder.partnerOf(sum!)!)).toBe('ACK 0');
    const kinds = new Set(unitsOf(decoder, 'engine.io').map((unit) => decoder.labelOf(unit).split(' ')[0]));
    expect([...kinds]).toEqual(expect.arrayContaining(['open', 'message', 'ping', 'pong', 'upgrade']));
    const sids = new Set(unitsOf(decoder, 'tcp').map((unit) => decoder.connection(unit.connection)!.sid));
    expect([...sids]).toEqual([expect.stringMatching(/^.{20}$/)]);
  });

  it('gives the same units when pushed byte by byte', async () => {
    const { client, proxy } = await startSession({ deflate: true });
    const hasUpgraded = upgraded(client);
    await once(client, 'connect');
    client.emit('hello', Uint8Array.of(1, 2, 3), 'text');
    await once(client, 'hello');
    await hasUpgraded;
    client.emit('bye', 'text', { a: 'é' });
    await once(client, 'bye');
    const whole = proxy.decode();
    const pieces = proxy.decode((bytes) => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(shapeOf(pieces)).toEqual(shapeOf(whole));
    expect(faultsOf(whole)).toEqual([]);
    expectTiling(whole);
  });

  it('joins attachments that travel on several polling requests', async () => {
    const { client, proxy } = await startSession({ transports: ['polling'] });
    await once(client, 'connect');
    client.emit('files', Uint8Array.of(1, 2, 3), 'between', Uint8Array.of(4, 5));
    await once(client, 'files');
    const decoder = proxy.decode();
    expect(faultsOf(decoder)).toEqual([]);
    expectTiling(decoder);
    const [event] = unitsOf(decoder, 'socket.io').filter(isEvent);
    expect(event?.partial).toBe(false);
    const attachments = decoder.fieldsOf(event!).filter((field) => field.term === 'socket-attachment');
    expect(attachments.map((field) => field.value)).toEqual(['01 02 03', '04 05']);
    expect(decoder.toWire(event!, attachments[0]).precision).toBe('whole');
    expect(decoder.carriersOf(event!)).toHaveLength(3);
  });
});
