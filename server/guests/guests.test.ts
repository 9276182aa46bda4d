import { io, type Socket } from 'socket.io-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Attending } from '../../src/lab/class/attending';
import { Teaching } from '../../src/lab/class/teaching';
import { DEFAULT_LIMITS } from '../limits';
import type { WireServer } from '../server';
import { connect, makeLab, startTestServer, type TestLab, type Watch, watch } from '../test-server';
import type { GuestLimits } from './limits';

const start = (limits: Partial<GuestLimits> = {}) =>
  startTestServer({ limits: { guests: { ...DEFAULT_LIMITS.guests, ...limits } } });

const PROGRAM = `io.on('connection', (socket) => {
  socket.emit('welcome', socket.handshake.query.name);
  socket.on('say', (text) => io.emit('said', text));
});`;

async function put(lab: TestLab, path: string, order: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${lab.http}/${path}`, { method: 'PUT', body: JSON.stringify(order) });
  return (await response.json()) as Record<string, unknown>;
}

const store = () => ({ getItem: () => null, setItem: () => undefined, removeItem: () => undefined });

/** A class whose teacher has a lab with a program, and has opened it. */
async function openWire(server: WireServer, code = PROGRAM) {
  const teaching = new Teaching({ root: server.url, store: store() });
  onTestFinished(() => teaching.end());
  await expect.poll(() => teaching.state.kind).toBe('here');
  const lab = await makeLab(server);
  await put(lab, 'code', { code });
  const { door } = await put(lab, 'guests', { seal: teaching.seal });
  teaching.share({ door: String(door), events: ['say'] });
  return { teaching, lab, feed: await watch(lab.feed) };
}

async function join(server: WireServer, { code }: Teaching, nickname: string): Promise<Attending> {
  const attending = new Attending({ root: server.url, store: store(), code: code!, nickname });
  onTestFinished(() => attending.leave());
  await expect.poll(() => attending.steering?.wire?.door).toBeTruthy();
  return attending;
}

async function address(attending: Attending): Promise<string> {
  const answer = await attending.askForWire();
  if (answer.kind !== 'guest') throw new Error(answer.why);
  return answer.path;
}

interface Client {
  readonly socket: Socket;
  readonly heard: unknown[];
}

function client(server: WireServer, path: string, transports = ['websocket']): Client {
  const url = new URL(server.url + path);
  const socket = io(url.origin, {
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    transports,
    forceNew: true,
    reconnection: false,
  });
  onTestFinished(() => void socket.disconnect());
  const heard: unknown[] = [];
  socket.onAny((name: string, ...args: unknown[]) => heard.push([name, ...args]));
  socket.on('connect_error', ({ message }) => heard.push(message));
  return { socket, heard };
}

const shown = ({ chunks }: Watch) => chunks().map(({ bytes }) => Buffer.from(bytes).toString('latin1'));

describe('one wire for all', () => {
  it.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
    'members of the class are clients of the teacher’s program by %j, and its lab sees each by name',
    async (transports) => {
      const server = await start();
      const { teaching, feed } = await openWire(server);
      const clients: Client[] = [];
      for (const name of ['Ada', '<b>Ben & Bo</b>'])
        clients.push(client(server, await address(await join(server, teaching, name)), transports));
      const [ada, ben] = clients as [Client, Client];
      await expect.poll(() => ada.heard).toEqual([['welcome', 'Ada']]);
      await expect.poll(() => ben.heard).toEqual([['welcome', '<b>Ben & Bo</b>']]);
      ada.socket.emit('say', 'Hello');
      await expect.poll(() => ben.heard).toContainEqual(['said', 'Hello']);
      const names = () =>
        new Set(shown(feed).flatMap((text) => /[?&]name=([^&]*)&EIO/.exec(text)?.[1] ?? []));
      expect(names()).toEqual(new Set(['Ada', '%3Cb%3EBen%20%26%20Bo%3C%2Fb%3E']));
    },
  );

  it('tells students nothing that opens the lab, and their addresses reach nothing but its program', async () => {
    const server = await start();
    const { teaching, lab } = await openWire(
      server,
      `io.on('connection', (socket) => socket.emit('seen', socket.handshake));`,
    );
    const ada = await join(server, teaching, 'Ada');
    expect(JSON.stringify([ada.steering, await ada.askForWire()])).not.toContain(lab.id);
    const one = client(server, await address(ada));
    await expect.poll(() => one.heard).toHaveLength(1);
    expect(JSON.stringify(one.heard)).not.toContain(lab.id);
    const path = (await address(ada)).replace(/socket\.io\/.*/, '');
    for (const below of ['', 'feed', 'ws', 'echo', 'page', 'guests', 'code', 'socket.io/'])
      expect((await fetch(server.url + path + below)).status).toBe(403);
    const door = ada.steering!.wire!.door;
    for (const guess of [`/lab/${door}`, `/lab/${door}/socket.io/?EIO=4&transport=polling`])
      expect((await fetch(server.url + guess)).status).toBe(404);
  });

  it('nobody takes another’s name: neither by writing it nor by an address that was seen on the projector', async () => {
    const server = await start();
    const { teaching, feed } = await openWire(server);
    const ada = await join(server, teaching, 'Ada');
    const path = await address(ada);
    const engine = '&EIO=4&transport=polling';
    expect((await fetch(server.url + path.replace('Ada', 'Eve') + engine)).status).toBe(403);
    const first = client(server, path);
    await expect.poll(() => first.heard).toHaveLength(1);
    const before = shown(feed).length;
    expect((await fetch(server.url + path + engine)).status).toBe(403);
    const sid = /"sid":"([^"]+)"/.exec(shown(feed).join())![1];
    expect((await fetch(`${server.url}${await address(ada)}${engine}&sid=${sid}`)).status).toBe(403);
    expect(first.socket.connected).toBe(true);
    // What is refused is nobody's traffic.
    expect(shown(feed)).toHaveLength(before);
  });

  it('an address with a parameter twice, or with the number of a call of the lab’s page, is nobody’s', async () => {
    const server = await start();
    const { teaching, feed } = await openWire(server);
    const path = await address(await join(server, teaching, 'Ada'));
    const engine = '&EIO=4&transport=polling';
    const before = shown(feed).length;
    for (const more of ['&call=1', '&name=Eve', '&transport=websocket', '&sid=a&sid=b'])
      expect((await fetch(server.url + path + engine + more)).status).toBe(403);
    expect(shown(feed)).toHaveLength(before);
    expect((await fetch(server.url + path + engine)).status).toBe(200);
  });

  it('a member who comes again has left the last connection, and one who was sent out is out', async () => {
    const server = await start();
    const { teaching, lab } = await openWire(server);
    const ada = await join(server, teaching, 'Ada');
    const ben = await join(server, teaching, 'Ben');
    const first = client(server, await address(ada));
    await expect.poll(() => first.heard).toHaveLength(1);
    const second = client(server, await address(ada));
    await expect.poll(() => second.heard).toHaveLength(1);
    await expect.poll(() => first.socket.connected).toBe(false);
    const other = client(server, await address(ben));
    await expect.poll(() => other.heard).toHaveLength(1);
    const unused = await address(ada);
    const id = teaching.here.find(({ nickname }) => nickname === 'Ada')!.id;
    await put(lab, 'guests', { seal: teaching.seal, removed: [id] });
    await expect.poll(() => second.socket.connected).toBe(false);
    const back = client(server, unused);
    await expect.poll(() => back.heard).toEqual(['websocket error']);
    expect(other.socket.connected).toBe(true);
  });

  it('ends when the teacher takes it back, and with the lab', async () => {
    const server = await start();
    const { teaching, lab } = await openWire(server);
    const ada = await join(server, teaching, 'Ada');
    const first = client(server, await address(ada));
    await expect.poll(() => first.heard).toHaveLength(1);
    const late = await address(ada);
    await put(lab, 'guests', { seal: null });
    await expect.poll(() => first.socket.connected).toBe(false);
    expect((await fetch(`${server.url}${late}&EIO=4&transport=polling`)).status).toBe(403);
    teaching.share(null);
    await expect.poll(() => ada.steering?.wire).toBeNull();
    expect(await ada.askForWire()).toMatchObject({ kind: 'refused', isFinal: false });
    const { door } = await put(lab, 'guests', { seal: teaching.seal });
    teaching.share({ door: String(door), events: [] });
    await expect.poll(() => ada.steering?.wire?.door).toBe(door);
    const again = client(server, await address(ada));
    await expect.poll(() => again.heard).toHaveLength(1);
    await fetch(`${server.url}/lab`, { method: 'POST', body: lab.id });
    await expect.poll(() => again.socket.connected).toBe(false);
  });

  it('a class has no address for the lab of another', async () => {
    const server = await start();
    const mine = await openWire(server);
    const theirs = await openWire(server);
    mine.teaching.share({ door: theirs.teaching.steering.wire!.door, events: [] });
    const eve = await join(server, mine.teaching, 'Eve');
    expect((await fetch(`${server.url}${await address(eve)}&EIO=4&transport=polling`)).status).toBe(403);
  });

  it('reaches no echo, and nothing on a raw connection', async () => {
    const server = await start();
    const { teaching, lab } = await openWire(server);
    const ada = await join(server, teaching, 'Ada');
    const path = `${await address(ada)}&EIO=4&transport=polling`;
    await put(lab, 'code', { code: null });
    const answer = await fetch(server.url + path);
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.stringMatching(/program does not run at the moment/),
    ]);
    await put(lab, 'code', { code: PROGRAM });
    const own = await makeLab(server);
    const feed = await watch(own.feed);
    await fetch(`${own.http}/raw`, {
      method: 'POST',
      body: `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    });
    await feed.until(() => feed.chunks('server').length > 0);
    expect(feed.stream('server').toString()).toContain('HTTP/1.1 403');
  });

  it('a limit that is reached is named, or ends the session of whoever reaches it', async () => {
    const server = await start({ sessions: 1, packetsPerMinute: 5, packetBytes: 100 });
    const { teaching, lab } = await openWire(server);
    const own = io(new URL(lab.socketio).origin, { path: new URL(lab.socketio).pathname });
    onTestFinished(() => void own.disconnect());
    await expect.poll(() => own.connected).toBe(true);
    const ada = await join(server, teaching, 'Ada');
    const ben = await join(server, teaching, 'Ben');
    const one = client(server, await address(ada));
    await expect.poll(() => one.heard).toHaveLength(1);
    const answer = await fetch(`${server.url}${await address(ben)}&EIO=4&transport=polling`);
    expect(await answer.text()).toContain('This server has its 1 guests');
    one.socket.emit('say', 'x'.repeat(200));
    await expect.poll(() => one.socket.connected).toBe(false);
    const two = client(server, await address(ben));
    await expect.poll(() => two.heard).toHaveLength(1);
    for (let n = 0; n < 10; n++) two.socket.emit('say', n);
    await expect.poll(() => two.socket.connected).toBe(false);
    expect(own.connected).toBe(true);
  });

  it('an address is out of date after a while, and a malformed one is refused', async () => {
    const server = await start({ ticketS: -1 });
    const { teaching } = await openWire(server);
    const path = await address(await join(server, teaching, 'Ada'));
    for (const bad of [path, '/guest/', '/guest/x/socket.io/?', path.replace(/name=.*/, 'name=%')])
      expect((await fetch(`${server.url}${bad}&EIO=4&transport=polling`)).status).toBe(403);
    const raw = await connect(server);
    await raw.send('GET /guest/%00%ff/../../lab HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await raw.until('HTTP/1.1 403');
  });
});
