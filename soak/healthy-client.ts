import { Agent, request } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { quantile } from '../bench/row';
import { decodeFeed } from '../src/protocol/feed';
import type { HealthyReport, ToHealthy } from './healthy';
import { GOOD_PROGRAM, type LabAddress, makeLab, runProgram } from './lab';

/** The process of the healthy clients: one lab with its page, an echo, a client of its program, and plain requests. */

const ECHO_EVERY_MS = 20;
const ACKNOWLEDGED_EVERY_MS = 100;
const REQUEST_EVERY_MS = 1000;
/** What has not come by then counts as lost. */
const PATIENCE_MS = 5000;
const MIN_MS = 1000;

const [url = '', what] = process.argv.slice(2);
const sent = new Map<number, number>();
let waits: number[] = [];
let lost = 0;
let longestProgramMs = 0;
let lates: number[] = [];
let unanswered = 0;
let troubles: string[] = [];
let n = 0;
let beganAtMs = 0;

const trouble = (sentence: string) => void (troubles.length < 20 && troubles.push(sentence));
const lose = (sentence: string) => {
  lost += 1;
  trouble(sentence);
};

const lab = await makeLab({ port: Number(new URL(url).port) });
watchFeed(lab);
await echoForEver(lab);
askForEver(lab);
if (what === 'all') await acknowledgeForEver(lab);
process.on('message', (message: ToHealthy) => {
  if (message === 'begin') begin();
  else void report();
});
process.on('disconnect', () => process.exit());
process.send!('ready');

function begin(): void {
  [waits, lates, troubles, lost, longestProgramMs] = [[], [], [], 0, 0];
  sent.clear();
  beganAtMs = performance.now();
}

async function report(): Promise<void> {
  // With too few waits, the 99th percentile is the longest.
  await new Promise((done) => setTimeout(done, Math.max(0, beganAtMs + MIN_MS - performance.now())));
  const [last, untilMs] = [n, performance.now() + PATIENCE_MS];
  const isWaiting = () => unanswered > 1 || [...sent.keys()].some((number) => number <= last);
  while (isWaiting() && performance.now() < untilMs) await new Promise((done) => setTimeout(done, 20));
  const missing = [...sent].filter(([number]) => number <= last);
  lost += missing.length;
  if (missing.length > 0) trouble(`${missing.length} echoes never came`);
  const all = [...waits, ...missing.map(([, atMs]) => performance.now() - atMs)];
  const result: HealthyReport = {
    lost,
    p99Ms: quantile(all, 0.99) || 0,
    longestMs: all.reduce((most, one) => Math.max(most, one), 0),
    longestProgramMs,
    echoes: all.length,
    lateMs: quantile(lates, 0.99) || 0,
    troubles,
  };
  process.send!(result);
}

/** Watches the lab, and reports when its program ends for any reason. */
function watchFeed({ feed }: LabAddress): void {
  const viewer = new WebSocket(feed);
  viewer.on('message', (message: Buffer) => {
    for (const record of decodeFeed(new Uint8Array(message))) {
      if (record.type !== 'code' || !['stopped', 'ended', 'uncaught'].includes(record.kind)) continue;
      lose(`the healthy program was ${record.kind}: ${record.text}`);
    }
  });
  viewer.on('error', () => undefined);
  viewer.on('close', (code) => {
    lose(`the healthy feed was closed with ${code}`);
    setTimeout(() => watchFeed(lab), 200);
  });
}

/** Resolves with the first echo. */
function echoForEver({ ws }: LabAddress): Promise<void> {
  return new Promise((first) => {
    const open = () => {
      const socket = new WebSocket(ws);
      let dueMs = performance.now();
      const timer = setInterval(() => {
        dueMs += ECHO_EVERY_MS;
        lates.push(performance.now() - dueMs);
        dueMs = Math.max(dueMs, performance.now() - ECHO_EVERY_MS);
        if (socket.readyState !== socket.OPEN) return;
        sent.set(++n, performance.now());
        socket.send(String(n));
      }, ECHO_EVERY_MS);
      socket.on('message', (data) => {
        const atMs = sent.get(Number(data));
        if (atMs === undefined) return;
        sent.delete(Number(data));
        waits.push(performance.now() - atMs);
        first();
      });
      socket.on('error', () => undefined);
      socket.on('close', (code) => {
        clearInterval(timer);
        lose(`the healthy WebSocket was closed with ${code}`);
        setTimeout(open, 200);
      });
    };
    open();
  });
}

/** A plain request each second, on one persistent connection. */
function askForEver({ http }: LabAddress): void {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (number: number) => {
    const body = `healthy ${number}`;
    const asked = request(
      `${http}/echo`,
      { method: 'POST', agent, headers: { 'Content-Length': body.length }, timeout: PATIENCE_MS },
      (response) => {
        let came = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          came += text;
        });
        response.on('end', () => {
          if (response.statusCode !== 200 || came !== body)
            lose(`a healthy request was answered ${response.statusCode}: ${came.slice(0, 200).trim()}`);
        });
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', (error) => lose(`a healthy request failed: ${error.message}`));
    asked.end(body);
  };
  let number = 0;
  ask(++number);
  setInterval(() => ask(++number), REQUEST_EVERY_MS);
}

/** Resolves once the lab's program has answered. */
async function acknowledgeForEver(address: LabAddress): Promise<void> {
  const status = await runProgram(address, GOOD_PROGRAM);
  if (status !== 200) throw new Error(`The healthy program does not run: ${status}.`);
  const socket: Socket = io(new URL(address.http).origin, {
    path: `/lab/${address.id}/socket.io/`,
    transports: ['websocket'],
    reconnectionDelay: 200,
    reconnectionDelayMax: 500,
  });
  socket.on('disconnect', (reason) => lose(`the healthy Socket.IO client was disconnected: ${reason}`));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  await socket.timeout(PATIENCE_MS).emitWithAck('ask', 0);
  setInterval(async () => {
    const atMs = performance.now();
    unanswered += 1;
    try {
      await socket.timeout(PATIENCE_MS).emitWithAck('ask', atMs);
      longestProgramMs = Math.max(longestProgramMs, performance.now() - atMs);
    } catch {
      lose('the healthy program did not answer');
    }
    unanswered -= 1;
  }, ACKNOWLEDGED_EVERY_MS);
}
