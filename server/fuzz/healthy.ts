import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { Lab } from '../lab';
import type { WireServer } from '../server';

/** A student who does nothing wrong and should notice nothing. */
interface HealthyStudent {
  /** Rejects when an echo, an answer or a program's answer does not come in time. */
  check(): Promise<void>;
  close(): void;
}

const IN_TIME_MS = 8000;
const PROGRAM = "io.on('connection', (socket) => socket.on('ask', (value, answer) => answer(value)));";

/** Opens all connections that the student keeps. `lab` is one that does not end. */
export async function createHealthyStudent(server: WireServer, lab: Lab): Promise<HealthyStudent> {
  const base = `${server.url}/lab/${lab.id}`;
  const order = { method: 'PUT', body: JSON.stringify({ code: PROGRAM }) };
  const ran = await fetch(`${base}/code`, order);
  if (ran.status !== 200) throw new Error(`The healthy program did not run: ${await ran.text()}`);
  const websocket = new WebSocket(`${base.replace('http', 'ws')}/ws`);
  websocket.on('error', () => undefined);
  await once(websocket, 'open');
  const socket = io(server.url, { path: `/lab/${lab.id}/socket.io/`, forceNew: true, reconnection: false });
  let asked = 0;
  return {
    async check() {
      const value = `healthy ${++asked}`;
      await Promise.all([
        inTime('HTTP', httpEcho(base, value)),
        inTime('WebSocket', echo(websocket, value)),
        inTime('Socket.IO', ask(socket, value)),
      ]);
    },
    close() {
      websocket.terminate();
      socket.disconnect();
    },
  };
}

async function httpEcho(base: string, value: string): Promise<void> {
  const response = await fetch(`${base}/echo`, { method: 'POST', body: value });
  const text = await response.text();
  if (text !== value) throw new Error(`HTTP echo: ${response.status} ${text}`);
}

async function echo(websocket: WebSocket, value: string): Promise<void> {
  if (websocket.readyState !== websocket.OPEN) throw new Error('The healthy WebSocket is closed.');
  websocket.send(value);
  const [data] = (await once(websocket, 'message')) as [Buffer];
  if (data.toString() !== value) throw new Error(`WebSocket echo: ${data}`);
}

async function ask(socket: Socket, value: string): Promise<void> {
  const answer: unknown = await socket.timeout(IN_TIME_MS).emitWithAck('ask', value);
  if (answer !== value) throw new Error(`Socket.IO answer: ${answer}`);
}

async function inTime(name: string, work: Promise<void>): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  const late = new Promise<void>((_, reject) => {
    patience = setTimeout(() => reject(new Error(`${name}: no answer in ${IN_TIME_MS} ms`)), IN_TIME_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(patience));
}
