import { once } from 'node:events';
import http from 'node:http';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Teaching } from '../../src/lab/class/teaching';
import { openClient, runCode } from '../programs/testing';
import type { WireServer } from '../server';
import { makeLab, startTestServer, type TestLab, watch } from '../test-server';

// Thirty labs with a program each; a busy machine is only slow.
vi.setConfig({ testTimeout: 60_000 });

const STUDENTS = 30;

/** What only this student says; none is a part of another. */
const secretOf = (student: number) => `secret-of-student-${String(student).padStart(2, '0')}`;

/** Says to everybody what it hears: to everybody in its lab, and nobody else. */
const programOf = (secret: string) => `io.on('connection', (socket) => {
  socket.on('say', (text) => { console.log(text, '${secret}'); io.emit('said', text); });
});`;

/** The student's own tab: what it opened from which ports, and all that its pages were told. */
interface Student {
  readonly lab: TestLab;
  readonly ports: Set<number>;
  /** All that the feed told, as text. */
  told(): string;
  /** The ports of the connections on the feed. */
  shown(): number[];
  /** What the class told. */
  readonly class: unknown[];
}

/** Asks over a connection of its own, and gives the body and the port. */
async function ask(url: string): Promise<[body: string, port: number]> {
  const request = http.get(url, { agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const port = response.socket.localPort!;
  response.setEncoding('utf8');
  let body = '';
  for await (const text of response) body += text;
  return [body, port];
}

async function studentWith(server: WireServer, code: string, secret: string): Promise<Student> {
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const heardOfClass: unknown[] = [];
  const line = io(`${server.url}/class`, {
    path: '/class/socket.io/',
    transports: ['websocket'],
    forceNew: true,
  });
  onTestFinished(() => void line.disconnect());
  line.onAny((...event: unknown[]) => heardOfClass.push(event));
  const key = secret.slice(-2).padStart(32, '0');
  const joined: unknown = await line.emitWithAck('join', {
    code,
    key,
    seal: null,
    said: { nickname: secret },
  });
  expect(joined).toMatchObject({ kind: 'joined' });
  await line.emitWithAck('say', { last: `The client sent ${secret}.` });
  return {
    lab,
    ports: new Set(),
    told: () =>
      watched.records
        .map((record) =>
          record.type === 'chunk' ? Buffer.from(record.bytes).toString('latin1') : JSON.stringify(record),
        )
        .join('\n'),
    shown: () => watched.records.flatMap((record) => (record.type === 'open' ? [record.client.port] : [])),
    class: heardOfClass,
  };
}

/** A frame and its echo, a request, and an event to everybody in the lab's own program. */
async function makeTraffic({ lab, ports }: Student, secret: string): Promise<void> {
  const socket = new WebSocket(lab.ws);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  ports.add((socket as unknown as { _socket: { localPort: number } })._socket.localPort);
  const echoed = once(socket, 'message');
  socket.send(secret);
  expect(String((await echoed)[0])).toContain(secret);
  const [, port] = await ask(`${lab.http}/echo?from=${secret}`);
  ports.add(port);
  const response = await runCode(lab, programOf(secret));
  expect(response.status).toBe(200);
  const clients = [openClient(lab), openClient(lab)];
  await Promise.all(clients.map((client) => once(client as never, 'connect')));
  const said = clients.map(
    (client) => new Promise<string>((resolve) => client.on('said', (text: string) => resolve(text))),
  );
  clients[0]!.emit('say', secret);
  expect(await Promise.all(said)).toEqual([secret, secret]);
}

test('thirty students of a class, each with traffic and a program, see nothing of each other', async () => {
  const server = await startTestServer();
  const kept = new Map<string, string>();
  const teaching = new Teaching({
    root: server.url,
    store: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    },
  });
  onTestFinished(() => teaching.end());
  await expect.poll(() => teaching.state.kind).toBe('here');
  const numbers = Array.from({ length: STUDENTS }, (_, student) => student);
  const students = await Promise.all(
    numbers.map((student) => studentWith(server, teaching.code!, secretOf(student))),
  );
  await expect.poll(() => teaching.here.length).toBe(STUDENTS);
  await Promise.all(students.map((student, at) => makeTraffic(student, secretOf(at))));
  // Two connections of its own, and two clients of the program.
  for (const student of students) await expect.poll(() => student.shown().length).toBe(4);
  for (const [at, student] of students.entries()) {
    const told = student.told();
    expect(told).toContain(secretOf(at));
    const classSaid = JSON.stringify(student.class);
    const others = numbers.filter((other) => other !== at);
    for (const other of others) {
      expect(told.includes(secretOf(other)), `${at} was told what ${other} had sent`).toBe(false);
      expect(classSaid.includes(secretOf(other)), `the class told ${at} of ${other}`).toBe(false);
    }
    for (const port of student.ports) expect(student.shown()).toContain(port);
    for (const other of others) {
      for (const port of students[other]!.ports) expect(student.shown()).not.toContain(port);
    }
  }
  // The teacher, who may, is told by whom each last unit was.
  expect(teaching.here.map(({ nickname, last }) => last === `The client sent ${nickname}.`)).not.toContain(
    false,
  );
});
