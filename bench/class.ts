import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { hasRedis, startRedis } from '../e2e/redis';
import { createServer } from '../server/server';
import type { ClassJoined, ClassOpened, ClassRefusal } from '../src/protocol/messages/class';
import { CLASS_NAMESPACE, CLASS_PATH } from '../src/protocol/messages/class-address';
import { type BenchRow, median, printRows } from './row';

const STUDENTS = 1000;
const ROUNDS = 21;
const WARM_UP = 100;
/** A step of the teacher may take this much longer than the same message of plain Socket.IO. */
const GOAL_RATIO = 1.3;
/** Half of the students on each of two nodes, against all on one. */
const GOAL_NODES_RATIO = 1.5;
const GOAL_STUDENT_KB = 60;
/** Students who come within these seconds, and the longest that the last of them may wait. */
const [JOINING, JOINING_MS, GOAL_JOIN_MS] = [400, 10_000, 3000];

/** What a step of the handshake lesson tells the class. */
const STEERING = {
  version: 0,
  place: {
    lesson: 'handshake',
    step: 'switch',
    doing: 'open',
    task: 'open',
    unit: 'server-http-response-101',
    connection: null,
    field: 'sec-websocket-accept',
    bytes: null,
  },
  mode: 'follow',
  calls: 0,
  hint: null,
};

/** Measures a class of a thousand: a step from its teacher to its last student, against plain Socket.IO with as many clients. */
export async function benchClass(): Promise<BenchRow[]> {
  const [server, plain] = [await serverOf('class'), await serverOf('plain')];
  let before = 0;
  const teacher = connect(server.port, CLASS_NAMESPACE, CLASS_PATH);
  const opened = await ask<ClassOpened>(teacher, 'open', { token: null, steering: STEERING, removed: [] });
  const waits: number[] = [];
  const students: Socket[] = [];
  const comeAt = performance.now();
  for (let n = 0; n < STUDENTS; n++) {
    const atMs = n < JOINING ? (n * JOINING_MS) / JOINING : JOINING_MS;
    await until(comeAt + atMs);
    // The first also pay for compiling code.
    if (n === WARM_UP) before = await server.rssBytes();
    const triedAt = performance.now();
    const student = connect(server.port, CLASS_NAMESPACE, CLASS_PATH);
    students.push(student);
    const joining = ask<ClassJoined>(student, 'join', {
      code: opened.code,
      key: randomBytes(16).toString('hex'),
      seal: null,
      said: { nickname: `Student ${n}`, at: { lesson: 'handshake', step: 'switch' }, connections: 1 },
    }).then(() => {
      if (n < JOINING) waits.push(performance.now() - triedAt);
    });
    // The first come as a class does; the others one by one.
    if (n >= JOINING) await joining;
    else joining.catch(() => undefined);
  }
  while (waits.length < Math.min(JOINING, STUDENTS)) await until(performance.now() + 20);
  const studentKb = ((await server.rssBytes()) - before) / (STUDENTS - WARM_UP) / 1000;

  const sender = connect(plain.port, '/', '/socket.io/');
  const listeners: Socket[] = [];
  for (let n = 0; n < STUDENTS; n++) {
    const listener = connect(plain.port, '/', '/socket.io/');
    await new Promise<void>((resolve) => listener.once('connect', () => resolve()));
    listeners.push(listener);
  }
  const nodes = hasRedis() ? await classOnTwoNodes() : null;
  const [ours, theirs, onNodes]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await stepMs(teacher, students, round));
    theirs.push(await stepMs(sender, listeners, round));
    if (nodes) onNodes.push(await stepMs(nodes.teacher, nodes.students, round));
  }
  for (const socket of [teacher, sender, ...students, ...listeners]) socket.disconnect();
  await nodes?.end();
  server.child.kill();
  plain.child.kill();
  return [
    {
      name: `a step from the teacher to the last of ${STUDENTS} students, and plain Socket.IO`,
      ours: median(ours),
      baseline: median(theirs),
      unit: 'ms',
      ratio: median(ours) / median(theirs),
      goal: `≤ ${GOAL_RATIO}`,
      ok: median(ours) <= GOAL_RATIO * median(theirs),
    },
    row(
      `the longest wait of ${JOINING} who join in ${JOINING_MS / 1000} s`,
      Math.max(...waits),
      GOAL_JOIN_MS,
      'ms',
    ),
    row('memory of the server per student, without the lab', studentKb, GOAL_STUDENT_KB, 'KB'),
    ...(nodes ? [nodesRow(median(onNodes), median(ours))] : []),
  ];
}

function nodesRow(onNodesMs: number, onOneMs: number): BenchRow {
  return {
    name: `a step to the last of 2 × ${STUDENTS / 2} students on two nodes with Redis, and of ${STUDENTS} on one`,
    ours: onNodesMs,
    baseline: onOneMs,
    unit: 'ms',
    ratio: onNodesMs / onOneMs,
    goal: `≤ ${GOAL_NODES_RATIO}`,
    ok: onNodesMs <= GOAL_NODES_RATIO * onOneMs,
  };
}

/** A class whose teacher and half of whose students are at one node, the other half at another. */
async function classOnTwoNodes() {
  const redis = await startRedis();
  const servers = [await serverOf('class', redis.url), await serverOf('class', redis.url)];
  const at = (n: number) => connect(servers[n % 2]!.port, CLASS_NAMESPACE, CLASS_PATH);
  const teacher = at(0);
  const { code } = await ask<ClassOpened>(teacher, 'open', { token: null, steering: STEERING, removed: [] });
  const students: Socket[] = [];
  for (let n = 0; n < STUDENTS; n++) {
    const student = at(n);
    const key = randomBytes(16).toString('hex');
    await ask<ClassJoined>(student, 'join', { code, key, seal: null, said: { nickname: `Student ${n}` } });
    students.push(student);
  }
  return {
    teacher,
    students,
    async end() {
      for (const socket of [teacher, ...students]) socket.disconnect();
      for (const { child } of servers) child.kill();
      await redis.stop();
    },
  };
}

function connect(port: number, namespace: string, path: string): Socket {
  return io(`http://127.0.0.1:${port}${namespace}`, { path, transports: ['websocket'], forceNew: true });
}

function ask<Answer>(socket: Socket, name: string, message: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    socket.emit(name, message, (answer: Answer | ClassRefusal) => {
      if (isRefusal(answer)) reject(new Error(answer.why));
      else resolve(answer);
    });
  });
}

const isRefusal = (answer: unknown): answer is ClassRefusal =>
  typeof answer === 'object' && answer !== null && 'why' in answer;

/** From the message of one client until all others have it. */
async function stepMs(from: Socket, to: readonly Socket[], round: number): Promise<number> {
  const arrived = to.map((socket) => new Promise<void>((resolve) => socket.once('class', () => resolve())));
  const startedAt = performance.now();
  from.emit('steer', { ...STEERING, version: round + 1, calls: round }, () => undefined);
  await Promise.all(arrived);
  return performance.now() - startedAt;
}

async function until(atMs: number): Promise<void> {
  const waitMs = atMs - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}

/** A server in a process of its own. */
async function serverOf(kind: 'class' | 'plain', redis?: string) {
  const child: ChildProcess = fork(
    fileURLToPath(import.meta.url),
    ['--serve', kind, ...(redis ? [redis] : [])],
    {
      execArgv: ['--import', 'tsx', '--expose-gc'],
    },
  );
  const [port] = (await once(child, 'message')) as [number];
  return {
    child,
    port,
    async rssBytes() {
      child.send('rss');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes;
    },
  };
}

async function serve(kind: string | undefined, redis: string | undefined): Promise<void> {
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    globalThis.gc?.();
    process.send!(process.memoryUsage().rss);
  });
  process.send!(kind === 'class' ? await classPort(redis) : await plainPort());
}

async function classPort(redis: string | undefined): Promise<number> {
  const server = await createServer({
    port: 0,
    host: '127.0.0.1',
    ...(redis ? { redis } : {}),
    site: async () => ({ answer: async (_, response) => void response.writeHead(404).end() }),
  });
  return server.port;
}

/** Socket.IO without anything of ours: what one client says goes to all others. */
async function plainPort(): Promise<number> {
  const http = createHttpServer();
  const plain = new Server(http, { transports: ['websocket'], serveClient: false });
  plain.on('connection', (socket) => {
    socket.on('steer', (message: unknown, answer: (done: object) => void) => {
      socket.broadcast.emit('class', message);
      answer({ kind: 'done' });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return (http.address() as AddressInfo).port;
}

function row(name: string, ours: number, budget: number, unit: string): BenchRow {
  const goal = `≤ ${budget} ${unit}`;
  return { name, ours, baseline: budget, unit, ratio: ours / budget, goal, ok: ours <= budget };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === '--serve') await serve(process.argv[3], process.argv[4]);
  else printRows(await benchClass());
}
