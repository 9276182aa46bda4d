import { once } from 'node:events';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { ask, GOOD_PROGRAM, json, type LabAddress, makeLab, runProgram } from './lab';

const ROUNDS = 3;
/** A class that sends images at once. */
const STUDENTS = 20;
const IMAGES = 10;
const IMAGE_BYTES = 100_000;

/**
 * Uses everything as a class would, so that what the server loads, starts and grows to in use does not count as the cost of an attack.
 */
export async function warmUp(port: number): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const lab = await makeLab({ port });
    const path = `/lab/${lab.id}`;
    await ask({ port });
    await ask({ port, path: `${path}/page` });
    await ask({ port, path: `${path}/echo`, method: 'POST', body: 'x'.repeat(200_000) });
    await ask({ port, path: `${path}/raw`, method: 'POST', body: `GET ${path}/echo HTTP/1.0\r\n\r\n` });
    await ask({ port, path: `${path}/raw?to=bytes`, method: 'POST', body: 'bytes' });
    await ask({ port, path: `${path}/newsroom`, method: 'PUT', body: json({ everyMs: 50, count: 1 }) });
    for (const query of ['', '?deflate=1']) await echoTimes(1, `${lab.ws}${query}`);
    await programOnce(lab, port);
    await ask({ port, path: `${path}/raw/2`, method: 'DELETE' });
    await Promise.all(Array.from({ length: STUDENTS }, () => echoTimes(IMAGES, lab.ws)));
  }
}

/** Sends `count` images at once, and waits for each to come back. */
async function echoTimes(count: number, url: string): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  let left = count;
  const isBack = new Promise<void>((resolve) => {
    socket.on('message', () => void (--left === 0 && resolve()));
  });
  for (let n = 0; n < count; n++) socket.send('x'.repeat(IMAGE_BYTES));
  await isBack;
  socket.close();
  await once(socket, 'close');
}

/** Uses the echo, a program that must be ended, and one after it, which may run in another process. */
async function programOnce(lab: LabAddress, port: number): Promise<void> {
  for (const code of [null, GOOD_PROGRAM, 'for (;;) {}', GOOD_PROGRAM]) {
    await runProgram(lab, code);
    if (code === 'for (;;) {}') continue;
    const socket = io(`http://localhost:${port}`, { path: `/lab/${lab.id}/socket.io/`, forceNew: true });
    await socket.timeout(30_000).emitWithAck('ask', 1);
    socket.disconnect();
  }
  await runProgram(lab, null);
}
