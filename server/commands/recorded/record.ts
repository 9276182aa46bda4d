/**
 * Records one session of a real Chromium twice: with dumpcap on the loopback interface, and with the live tap of
 * `wire101 watch`. Writes `chromium.pcapng` and `chromium.wire101` beside this file. Needs dumpcap (Debian: wireshark-common) with
 * the right to capture, and Chromium: `node --import tsx server/commands/recorded/record.ts`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { Server } from 'socket.io';
import { WebSocket, WebSocketServer } from 'ws';
import { encodeWire101 } from '../../../src/capture/files/save/wire101-file';
import { decodeFeed, type FeedRecord } from '../../../src/protocol/feed';
import { readUpstream, type Upstream } from '../../relay/upstream';
import { createServer } from '../../server';
import { withoutMachine } from './without-machine';

const PAGE = `<!doctype html><title>Recorded</title><link rel="icon" href="data:,">
<script src="/socket.io/socket.io.js"></script>`;

/** An app with a WebSocket that compresses, and Socket.IO. */
async function startApp(): Promise<number> {
  const app = http.createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 0 } });
  sockets.on('connection', (socket) =>
    socket.on('message', (data: Buffer, isBinary) => {
      socket.send(isBinary ? data.subarray(-4) : data, { binary: isBinary });
      if (isBinary) return;
      // One message in three frames, with a ping between them.
      socket.send('frag', { fin: false, compress: false });
      socket.ping('still there?');
      socket.send('men', { fin: false });
      socket.send('ted');
    }),
  );
  const io = new Server(app, { destroyUpgrade: false });
  io.on('connection', (socket) => {
    socket.on('sum', (a: number, b: number, answer: (sum: number) => void) => answer(a + b));
    socket.on('upload', (bytes: Buffer) => socket.emit('stored', bytes.length, bytes));
  });
  app.on('upgrade', (request, socket, head) => {
    if (request.url === '/chat') {
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened));
    }
  });
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  return (app.address() as AddressInfo).port;
}

/** What the page does, in the browser. Text, since the loader of this script adds helpers to functions. */
const SESSION = `(async () => {
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/chat');
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve) => (socket.onopen = resolve));
  const heard = (count) => new Promise((resolve) => {
    let left = count;
    socket.onmessage = () => --left === 0 && resolve();
  });
  for (const text of ['Hello', 'Hello', 'é'.repeat(300)]) {
    const both = heard(2);
    socket.send(text);
    await both;
  }
  const bytes = heard(1);
  // Random, so that compression does not make it short: Chromium sends it in several frames.
  const random = new Uint32Array(33_500).map((_, at) => Math.imul(at + 1, 2654435761) ^ Math.imul(at, at));
  socket.send(random);
  await bytes;
  socket.close(4001, 'enough');
  await new Promise((resolve) => (socket.onclose = resolve));
  const client = io();
  await new Promise((resolve) => client.on('connect', resolve));
  await client.emitWithAck('sum', 2, 3);
  if (client.io.engine.transport.name === 'polling')
    await new Promise((resolve) => client.io.engine.once('upgrade', resolve));
  const stored = new Promise((resolve) => client.on('stored', resolve));
  client.emit('upload', Uint8Array.of(1, 2, 3));
  await stored;
  await client.emitWithAck('sum', 20, 30);
  client.disconnect();
})()`;

const port = await startApp();
const server = await createServer({
  port: 0,
  host: '127.0.0.1',
  site: async () => ({ answer: async (_, response) => void response.end() }),
});
const upstream = readUpstream(`http://127.0.0.1:${port}`) as Upstream;
const { relay, lab } = await server.watch({ upstream, port: 0, host: '127.0.0.1' });
const records: FeedRecord[] = [];
const feed = new WebSocket(`ws://127.0.0.1:${server.port}/lab/${lab}/feed`);
feed.on('message', (message: Buffer) => {
  records.push(...decodeFeed(new Uint8Array(message)));
  feed.emit('records');
});
await once(feed, 'open');

const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
const captured = join(folder, 'raw.pcapng');
const filter = `tcp port ${new URL(relay).port}`;
const dumpcap = spawn('dumpcap', ['-q', '-i', 'lo', '-f', filter, '-w', captured], {
  stdio: ['ignore', 'ignore', 'pipe'],
});
const isOver = once(dumpcap, 'close');
let said = '';
while (!said.includes('File:')) said += String((await once(dumpcap.stderr, 'data'))[0]);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
const page = await browser.newPage();
await page.goto(relay);
await page.evaluate(SESSION);
await browser.close();
const ended = () => records.filter((record) => record.type === 'end' && record.how === 'closed').length;
const opened = () => records.filter(({ type }) => type === 'open').length;
while (ended() < opened()) await once(feed, 'records');

dumpcap.kill('SIGINT');
await isOver;
const beside = (name: string) => new URL(name, import.meta.url);
writeFileSync(beside('chromium.pcapng'), withoutMachine(readFileSync(captured)));
writeFileSync(
  beside('chromium.wire101'),
  encodeWire101({ version: 1, source: 'watched', server: '127.0.0.1', epochMs: 0 }, records),
);
rmSync(folder, { recursive: true });
process.exit();
