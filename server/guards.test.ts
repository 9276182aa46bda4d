import { once } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { logFault } from './fault-log';
import type { WireServer } from './server';
import { connect, frame, handshake, makeLab, startTestServer, type TestLab, watch } from './test-server';

/** An exception ends the request or connection in which it is thrown, is logged in one line, and nothing else notices. */

const logged = vi.spyOn(console, 'error');
beforeEach(() => void logged.mockImplementation(() => undefined).mockClear());

/** A healthy client of another lab, which must not notice anything. */
async function healthy(server: WireServer) {
  const websocket = new WebSocket((await makeLab(server)).ws);
  await once(websocket, 'open');
  return async () => {
    websocket.send('still there?');
    expect(String((await once(websocket, 'message'))[0])).toBe('still there?');
  };
}

/** From now on everything that logs for this lab throws. */
function breakLog(server: WireServer, lab: TestLab): void {
  const { log } = server.labs.find(lab.id)!;
  log.chunk = () => {
    throw new TypeError('Cookie: secret');
  };
}

const oneLine = () => {
  expect(logged).toHaveBeenCalledTimes(1);
  const line = String(logged.mock.calls[0]);
  expect(line).toMatch(/failed, and was ended: TypeError at \S+guards\.test\.ts:\d+:\d+$/);
  expect(line).not.toContain('secret');
};

test.each([
  ['a request', (lab: TestLab) => `GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ['an upgrade', (lab: TestLab) => handshake(`/lab/${lab.id}/ws`)],
  ['frames', (lab: TestLab) => Buffer.concat([Buffer.from(handshake(`/lab/${lab.id}/ws`)), frame(1, 'x')])],
])('bytes of %s that make code throw end their connection', async (_, bytesFor) => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const check = await healthy(server);
  breakLog(server, lab);
  const client = await connect(server);
  await client.send(bytesFor(lab));
  await client.closed();
  oneLine();
  await check();
});

test('so do bytes that were held', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const check = await healthy(server);
  const watched = await watch(lab.feed);
  const body = JSON.stringify({ connection: 'next', delayMs: 20 });
  await fetch(`${lab.http}/impairment`, { method: 'PUT', body });
  const { labs } = server;
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/ws`));
  // Thrown where the endpoint takes the held request, long after it was read.
  vi.spyOn(labs, 'find').mockImplementation(() => {
    throw new TypeError('Cookie: secret');
  });
  await client.closed();
  oneLine();
  vi.mocked(labs.find).mockRestore();
  await check();
  watched.socket.terminate();
});

test.each([
  [new TypeError('a secret'), /^A thing failed, and was ended: TypeError at \S+guards\.test\.ts:\d+:\d+$/],
  [Object.assign(new Error('a secret'), { code: 'EMFILE' }), /: Error EMFILE at /],
  ['a secret', /: string at an unknown place$/],
  [undefined, /: undefined at an unknown place$/],
  [Object.assign(new Error('a secret'), { stack: 'a secret\nat all' }), /: Error at an unknown place$/],
])('what is logged of %s is one line without its message', (error, pattern) => {
  logFault('A thing', error);
  const line = String(logged.mock.calls[0]);
  expect(line).toMatch(pattern);
  expect(line).not.toContain('secret');
  expect(line).not.toContain('\n');
});
