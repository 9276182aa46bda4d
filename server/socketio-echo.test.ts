import { io, type Socket } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { makeLab, startTestServer, type TestLab, watch } from './test-server';

function open(lab: TestLab, options: Parameters<typeof io>[1] = {}): Socket {
  const socket = io(new URL(lab.http).origin, {
    path: `/lab/${lab.id}/socket.io/`,
    forceNew: true,
    ...options,
  });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

const message = (socket: Socket, name: string) =>
  new Promise<unknown[]>((resolve) => socket.once(name, (...values) => resolve(values)));

test('begins with polling, upgrades to WebSocket, echoes events and acknowledges', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const socket = open(lab);
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  await new Promise<void>((resolve) => {
    if (socket.io.engine.transport.name === 'websocket') resolve();
    else socket.io.engine.on('upgrade', () => resolve());
  });
  const echoed = message(socket, 'greet');
  const acknowledged = await socket.emitWithAck('greet', 'hello', { n: 1 }, Buffer.from([1, 2]));
  // The acknowledgement's arguments are the event's; the client's promise gives the first.
  expect(acknowledged).toBe('hello');
  expect(await echoed).toEqual(['hello', { n: 1 }, Buffer.from([1, 2])]);
  const seen = () => Buffer.concat(watched.chunks().map((chunk) => chunk.bytes)).toString('latin1');
  // The feed may lag behind the traffic that it reports.
  await watched.until(() => seen().includes('3probe'));
  const all = seen();
  expect(all).toContain('transport=polling');
  expect(all).toContain('101 Switching Protocols');
});

test('works over polling alone', async () => {
  const server = await startTestServer();
  const socket = open(await makeLab(server), { transports: ['polling'] });
  const echoed = message(socket, 'x');
  socket.emit('x', 1);
  expect(await echoed).toEqual([1]);
});

test('each lab has a Socket.IO server of its own, which ends with the lab', async () => {
  let nowMs = 0;
  const server = await startTestServer({ nowMs: () => nowMs, limits: { labIdleMs: 1000 } });
  const [one, two] = [await makeLab(server), await makeLab(server)];
  const socket = open(one, { transports: ['websocket'], reconnection: false });
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  const stranger = open(two, { transports: ['websocket'] });
  stranger.on('x', () => expect.unreachable('an event of another lab'));
  await new Promise<void>((resolve) => stranger.on('connect', resolve));
  expect(await socket.emitWithAck('x', 1)).toBe(1);
  const ended = message(socket, 'disconnect');
  nowMs = 1000;
  server.labs.expire();
  await ended;
  const response = await fetch(`${one.http}/socket.io/?EIO=4&transport=polling`);
  expect(response.status).toBe(404);
});

test('a client that emits and never reads loses its session, not the server its memory', async () => {
  const server = await startTestServer({ limits: { echoUnsentBytes: 50_000 } });
  const lab = await makeLab(server);
  const url = `${lab.http}/socket.io/?EIO=4&transport=polling`;
  const opened = await (await fetch(url)).text();
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
  const post = (body: string) => fetch(`${url}&sid=${sid}`, { method: 'POST', body });
  await post('40');
  const event = `42["flood","${'x'.repeat(20_000)}"]`;
  const statuses = [];
  for (let n = 0; n < 5; n++) statuses.push((await post(event)).status);
  expect(statuses[0]).toBe(200);
  expect(statuses.at(-1)).toBe(400);
});

test('an event nested too deeply to be sent back ends its session and nothing else', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const failures: unknown[] = [];
  const note = (error: unknown) => void failures.push(error);
  process.on('uncaughtException', note);
  onTestFinished(() => void process.off('uncaughtException', note));
  const socket = open(lab, { transports: ['websocket'], reconnection: false });
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  const gone = message(socket, 'disconnect');
  const depth = 20_000;
  socket.io.engine.send(`2["deep",${'['.repeat(depth)}${']'.repeat(depth)}]`);
  await gone;
  const other = open(lab);
  expect(await other.emitWithAck('still', 1)).toBe(1);
  expect(failures).toEqual([]);
});
