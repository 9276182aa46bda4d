import { io, type Socket } from 'socket.io-client';
import type { ClassGuest, ClassOpened, ClassRefusal, ClassSteering } from '../../src/protocol/messages/class';
import type { Attack } from '../attack';
import type { Row } from '../row';
import { frame, handshakeText, pause, TEXT, waitFor } from '../wire';
import { aliveAfter } from './parts';

/** What students and strangers do to a class, and guests to a program that is open to all. */
export const classRows: readonly Row[] = [
  {
    name: 'class-strangers',
    what: 'packets that break a rule, thousands of CONNECTs in one read, and codes that are guessed',
    isShort: true,
    attack: strangers,
  },
  {
    name: 'class-members',
    what: 'members who come and go under many keys, and say as much as they may',
    attack: members,
  },
  {
    name: 'class-guests',
    what: 'guests on one wire who flood the program and break their protocol',
    isShort: true,
    attack: guests,
  },
];

/** A page of a class, in the words of the protocol. */
function page({ port, address }: Attack, stranger = 0): Socket {
  const from: object = { localAddress: address(stranger) };
  return io(`http://127.0.0.1:${port}/class`, {
    path: '/class/socket.io/',
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...from,
  });
}

/** Whatever the server answers, or what went wrong. */
const ask = (socket: Socket, name: string, message: unknown): Promise<Answered> =>
  socket
    .timeout(5000)
    .emitWithAck(name, message)
    .catch((error: Error) => ({ why: error.message }));

type Answered = Partial<Omit<ClassOpened, 'kind'> & Omit<ClassGuest, 'kind'> & Omit<ClassRefusal, 'kind'>> & {
  readonly kind?: string;
};

const joining = (attack: Attack, code: string, said: object) => ({
  code,
  key: key(attack),
  seal: null,
  said,
});

/** A class of the healthy side, which must go on; `end` ends it. */
async function openClass(attack: Attack) {
  const [teacher, student] = [page(attack), page(attack)];
  let steering: ClassSteering = {
    version: 1,
    place: null,
    mode: 'follow',
    calls: 0,
    hint: null,
    wire: null,
  };
  const { code = '', seal = '' } = await ask(teacher, 'open', { token: null, steering, removed: [] });
  let heard: ClassSteering | null = null;
  student.on('class', (said: ClassSteering) => (heard = said));
  const { kind } = await ask(student, 'join', joining(attack, code, { nickname: 'Ada' }));
  attack.expect(kind === 'joined', 'a student does not come into a class');
  return {
    code,
    seal,
    /** Whether what the teacher says now still comes to the student. */
    async steer(change: Partial<ClassSteering> = {}): Promise<boolean> {
      steering = { ...steering, version: steering.version + 1, ...change };
      const { version } = steering;
      await ask(teacher, 'steer', steering);
      return waitFor(() => heard?.version === version);
    },
    end() {
      student.disconnect();
      void ask(teacher, 'end', {}).then(() => teacher.disconnect());
    },
  };
}

const key = (attack: Attack) =>
  Array.from({ length: 32 }, () => attack.random.whole(0, 15).toString(16)).join('');

async function strangers(attack: Attack): Promise<void> {
  const held = await openClass(attack);
  const path = '/class/socket.io/?EIO=4&transport=websocket';
  const connect = frame(TEXT, '40/class,');
  const connects = Buffer.concat(Array<Buffer>(4000).fill(connect));
  for (const packet of BROKEN_PACKETS) {
    const client = await attack.bare();
    await client.send(handshakeText(path));
    attack.expect(await client.until(/"sid":/), 'the class does not open a session');
    await client.send(Buffer.concat([connect, frame(TEXT, packet)]));
  }
  for (let n = 0; n < (attack.isShort ? 10 : 60); n++) {
    const client = await attack.bare({ address: attack.address(n % 100) });
    await client.send(handshakeText(path));
    await client.until(/"sid":/);
    await client.send(connects);
    // A Close frame; this client does not answer it.
    const isRefused = (await client.until(/\x88/)) || client.isClosed;
    attack.expect(isRefused, 'a page that asks to connect 4,000 times at once is not closed');
    const answers = client.received.split('40/class,').length - 1;
    attack.expect(answers < 100, `${answers} of 4,000 that ask to connect are answered`);
  }
  // The limit is one of the address.
  const guessing = page(attack, 200);
  let refused = 0;
  for (let n = 0; n < 80; n++) {
    const { why = '' } = await ask(guessing, 'join', joining(attack, 'BBBBBB', { nickname: 'Eve' }));
    if (/codes of no class/.test(why)) refused += 1;
  }
  guessing.disconnect();
  attack.expect(refused > 0, 'eighty codes may be guessed in a minute');
  await endOf(held, attack);
}

const BROKEN_PACKETS = [
  '40/elsewhere,',
  '42/class,["join"',
  `42/class,["join",${'['.repeat(15_000)}`,
  '451-/class,["show",{"_placeholder":true,"num":0}]',
  '4999999999-/class,["show"]',
  '9',
  'x'.repeat(2 * 1024 * 1024),
];

/** The most that a page may say of itself. */
const VOTES = Object.fromEntries(
  Array.from({ length: 100 }, (_, n) => [
    `lesson-${n}/${'t'.repeat(30)}`,
    { answer: 'a'.repeat(30), wire: 'w' },
  ]),
);

async function members(attack: Attack): Promise<void> {
  const held = await openClass(attack);
  const pages: Socket[] = [];
  let joined = 0;
  for (let n = 0; n < (attack.isShort ? 150 : 1500); n++) {
    const student = page(attack);
    pages.push(student);
    const said = { nickname: `<b>${n}</b>`, votes: VOTES };
    const { kind } = await ask(student, 'join', joining(attack, held.code, said));
    if (kind === 'joined') joined += 1;
    // Half of them leave at once, as whoever comes again and again does.
    if (n % 2 === 0) student.disconnect();
  }
  attack.expect(joined > 100, `only ${joined} of the many have come in: nothing was tried`);
  const late = page(attack);
  const { kind, why } = await ask(late, 'join', joining(attack, held.code, { nickname: 'Late' }));
  attack.expect(kind === 'joined', `one more student does not come in: ${why}`);
  for (const one of [late, ...pages]) one.disconnect();
  await endOf(held, attack);
}

const PROGRAM = "io.on('connection', (socket) => socket.on('say', (text) => io.emit('said', text)));";

async function guests(attack: Attack): Promise<void> {
  const held = await openClass(attack);
  const lab = await attack.lab(50);
  attack.expect((await attack.order(lab, 'code', { code: PROGRAM })).status === 200, 'no program runs');
  const { body } = await attack.order(lab, 'guests', { seal: held.seal });
  const { door } = JSON.parse(body) as { door: string };
  attack.expect(await held.steer({ wire: { door, events: ['say'] } }), 'the wire is not opened');
  const pages: Socket[] = [];
  const clients: Socket[] = [];
  for (let n = 0; n < (attack.isShort ? 20 : 100); n++) {
    const student = page(attack);
    pages.push(student);
    await ask(student, 'join', joining(attack, held.code, { nickname: `G${n}` }));
    const { path, why } = await ask(student, 'guest', {});
    attack.expect(path !== undefined, `no address for a guest: ${why}`);
    if (path === undefined) continue;
    const { origin, pathname, search, searchParams } = new URL(path, `http://127.0.0.1:${attack.port}`);
    // One in four breaks its protocol.
    if (n % 4 === 0) {
      const bare = await attack.bare();
      await bare.send(handshakeText(`${pathname}${search}&EIO=4&transport=websocket`));
      await bare.until(/"sid":/);
      for (const packet of BROKEN_GUESTS) await bare.send(frame(TEXT, packet));
      continue;
    }
    const query = Object.fromEntries(searchParams);
    const common = { transports: ['websocket'], forceNew: true, reconnection: false };
    clients.push(io(origin, { path: pathname, query, ...common }));
  }
  const areIn = () => clients.every(({ connected }) => connected);
  attack.expect(await waitFor(areIn), 'a guest does not connect');
  for (let round = 0; round < 20; round++) {
    for (const client of clients) for (let n = 0; n < 40; n++) client.emit('say', 'x'.repeat(round * 50));
    await pause(50);
  }
  const areOut = () => clients.every(({ connected }) => !connected);
  attack.expect(await waitFor(areOut), 'a guest may say more than its packets of a minute');
  const { status } = await attack.order(lab, 'code', { code: PROGRAM });
  attack.expect(status === 200, `the teacher’s program cannot be run again: ${status}`);
  for (const one of [...clients, ...pages]) one.disconnect();
  await endOf(held, attack);
}

const BROKEN_GUESTS = ['40', '40/none,', '42["say"', '451-["say",{"_placeholder":true}]', 'z'.repeat(20_000)];

/** Expects that the class goes on, ends it, and expects that the server does its work. */
async function endOf(held: Awaited<ReturnType<typeof openClass>>, attack: Attack): Promise<void> {
  attack.expect(await held.steer(), 'what the teacher says no longer comes to the student');
  held.end();
  await aliveAfter(attack);
}
