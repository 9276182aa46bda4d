import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDecoder, type Decoder } from '../../src/protocol';
import { startTestServer, watch } from '../test-server';
import { pythonWithWebsockets, startPythonServer } from './testing/python';
import { readUpstream, type Upstream } from './upstream';

/** The relay before this port: where it listens, and the capture’s decoder when `isOver` holds for its labels. */
async function relayTo(port: number) {
  const server = await startTestServer();
  const upstream = readUpstream(`http://127.0.0.1:${port}`) as Upstream;
  const { relay, lab } = await server.watch({ upstream, port: 0, host: '127.0.0.1' });
  const { records, until } = await watch(`ws://127.0.0.1:${server.port}/lab/${lab}/feed`);
  const decoded = () => {
    const decoder = createDecoder();
    for (const record of records) {
      if (record.type === 'chunk') decoder.push(record.connection, record.sender, record.bytes, 0);
    }
    return decoder;
  };
  return { relay, decoded, until };
}

function socketIoLabels(decoder: Decoder): string[] {
  return decoder.units.filter(({ layer }) => layer === 'socket.io').map((unit) => decoder.labelOf(unit));
}

/** A Socket.IO app: a namespace, rooms, acknowledgements, binary data. */
async function startApp(): Promise<number> {
  const origin = http.createServer();
  const app = new Server(origin, { perMessageDeflate: { threshold: 64 } });
  app.on('connection', (socket) => {
    socket.on('sum', (a: number, b: number, answer: (sum: number) => void) => answer(a + b));
    socket.on('upload', (bytes: Buffer, answer: (back: Buffer) => void) =>
      answer(Buffer.from(bytes).reverse()),
    );
    socket.on('say', (text: string) => app.emit('said', text));
  });
  app.of('/admin').use((_, next) => next(new Error('Not authorized')));
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  onTestFinished(() => app.close());
  return (origin.address() as AddressInfo).port;
}

/** What a client of that app sees at this address: from long-polling through the upgrade to the end. */
async function useApp(address: string) {
  const socket = io(address, { forceNew: true });
  onTestFinished(() => void socket.close());
  const refused = io(`${address}/admin`, { forceNew: true });
  onTestFinished(() => void refused.close());
  const refusal = new Promise<string>((resolve) =>
    refused.once('connect_error', ({ message }) => resolve(message)),
  );
  const opened = new Promise<void>((resolve) => socket.once('connect', resolve));
  await opened;
  const { engine } = socket.io;
  const first = engine.transport.name;
  const early = await socket.emitWithAck('sum', 2, 3);
  if (engine.transport.name === 'polling') await new Promise((resolve) => engine.once('upgrade', resolve));
  const bytes: Uint8Array = await socket.emitWithAck('upload', Uint8Array.of(1, 2, 3));
  const said = new Promise<string>((resolve) => socket.once('said', resolve));
  socket.emit('say', 'é'.repeat(500));
  const seen = {
    first,
    early,
    last: engine.transport.name,
    bytes: [...new Uint8Array(bytes)],
    said: await said,
    refused: await refusal,
  };
  socket.close();
  return seen;
}

test('a Socket.IO app is the same through the relay, and every layer of it is decoded', async () => {
  const port = await startApp();
  const { relay, decoded, until } = await relayTo(port);
  const seen = await useApp(relay);
  expect(seen).toEqual(await useApp(`http://127.0.0.1:${port}`));
  expect(seen).toMatchObject({ first: 'polling', last: 'websocket', bytes: [3, 2, 1] });
  const labels = () => socketIoLabels(decoded());
  await until(() => labels().includes('EVENT said'));
  const decoder = decoded();
  expect(labels()).toEqual(
    expect.arrayContaining([
      'CONNECT /',
      'EVENT sum · asks for ack 0',
      'BINARY_EVENT upload · asks for ack 1',
    ]),
  );
  expect(decoder.faulty.filter(({ fault }) => fault !== null && fault.kind === undefined)).toEqual([]);
});

const python = pythonWithWebsockets();

describe.skipIf(python === null)('a WebSocket server in Python', () => {
  /** What a client of it sees at this address. */
  async function talk(address: string) {
    const socket = new WebSocket(address, ['echo.v1']);
    onTestFinished(() => socket.terminate());
    const seen: unknown[] = [];
    socket.on('message', (data: Buffer, isBinary) => {
      seen.push(isBinary ? [...data] : data.toString());
      if (seen.length === 1) socket.send(Uint8Array.of(1, 2, 3));
      else if (seen.length === 2) socket.send('x'.repeat(200_000));
      else socket.send('bye');
    });
    await once(socket, 'open');
    seen.push(socket.protocol);
    socket.send('né');
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    return [...seen, socket.extensions, code, reason.toString()];
  }

  test('is the same through the relay, with its fragments and its compression', async () => {
    const { child, port } = await startPythonServer(python!);
    onTestFinished(() => void child.kill());
    const { relay, decoded, until } = await relayTo(port);
    const seen = await talk(relay);
    expect(seen).toEqual(await talk(`http://127.0.0.1:${port}`));
    expect(seen).toContain('2:né');
    expect(seen.slice(-2)).toEqual([4000, 'as you wish']);
    await until((records) => records.some(({ type }) => type === 'end'));
    const decoder = decoded();
    expect(decoder.connection(1)?.websocket?.extensions).toContain('permessage-deflate');
    expect(
      decoder.units.filter(({ layer, kind }) => layer === 'websocket' && kind === 'continuation'),
    ).not.toEqual([]);
    expect(decoder.faulty.filter(({ fault }) => fault !== null && fault.kind === undefined)).toEqual([]);
  });
});
