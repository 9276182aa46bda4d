import { io } from 'socket.io-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { Attending } from '../../src/lab/class/attending';
import { openLine } from '../../src/lab/class/class-line';
import { makeLab, watch } from '../test-server';
import { join, joining, openClass, place, restart, start, stranger, tab, whenAway } from './testing';

describe('a class', () => {
  it('takes a student in by its code, however it is typed, and tells the teacher', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const code = teaching.code!;
    const attending = new Attending({
      root: server.url,
      store: tab(),
      code: ` ${code.slice(0, 3).toLowerCase()} ${code.slice(3)} `,
      nickname: 'Ada',
    });
    onTestFinished(() => attending.leave());
    await expect.poll(() => teaching.here.map(({ nickname }) => nickname)).toEqual(['Ada']);
  });

  it('is connected again after the server has cut a page that it has not let in yet', async () => {
    const server = await start({ silentMs: 100 });
    let connected = 0;
    const line = await openLine(server.url, { onConnected: () => connected++, onBroken: () => undefined });
    onTestFinished(() => line.close());
    await expect.poll(() => connected).toBeGreaterThan(1);
  });

  it('goes where its teacher goes, is set free, and is called back', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const attending = await join(server, teaching, 'Ada');
    teaching.goTo(place);
    await expect.poll(() => attending.steering?.place).toEqual(place);
    teaching.setFree();
    await expect.poll(() => attending.steering?.mode).toBe('free');
    attending.lookAround();
    await expect.poll(() => teaching.here[0]?.isFollowing).toBe(false);
    teaching.callBack();
    await expect.poll(() => attending.isFollowing).toBe(true);
  });

  it('counts votes and goals of its members, each from its own page', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const [ada, ben] = [await join(server, teaching, 'Ada'), await join(server, teaching, 'Ben')];
    ada.say({ votes: { 'handshake/open': { answer: 'switch', wire: null } } });
    ben.say({ votes: { 'handshake/open': { answer: 'ok', wire: 'switch' } }, goals: ['handshake/open'] });
    await expect
      .poll(() => teaching.here.map(({ votes }) => votes?.['handshake/open']?.answer).sort())
      .toEqual(['ok', 'switch']);
    await expect.poll(() => teaching.here.flatMap(({ goals }) => goals ?? [])).toEqual(['handshake/open']);
  });

  it('keeps every vote and goal when a student’s page is loaded again, wherever it is then', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const store = tab();
    const done = { votes: { 'handshake/open': { answer: 'ok', wire: null } }, goals: ['handshake/open'] };
    const before = await join(server, teaching, 'Ada', store);
    before.say(done);
    await expect.poll(() => teaching.here[0]?.votes).toEqual(done.votes);
    // The free lab has nothing to say of votes.
    const after = new Attending({ root: server.url, store });
    onTestFinished(() => after.leave());
    await expect.poll(() => after.state.kind).toBe('here');
    expect(after.said).toMatchObject(done);
    expect(teaching.here[0]).toMatchObject(done);
  });

  it('loses no vote on the teacher’s page when a student’s browser keeps nothing', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const one = joining(teaching.code!, 'Ada');
    const vote = { answer: 'ok', wire: null };
    await stranger(server)('join', {
      ...one,
      said: { votes: { 'handshake/open': vote }, goals: ['handshake/open'] },
    });
    await expect.poll(() => teaching.here[0]?.goals).toEqual(['handshake/open']);
    await stranger(server)('join', {
      ...one,
      said: { votes: { 'frames/mask': vote }, last: 'Back.', goals: [] },
    });
    await expect.poll(() => teaching.here[0]?.last).toBe('Back.');
    expect(teaching.here[0]).toMatchObject({
      votes: { 'handshake/open': vote, 'frames/mask': vote },
      goals: ['handshake/open'],
    });
  });

  it('tells its students nothing of each other', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const socket = io(`${server.url}/class`, { path: '/class/socket.io/', transports: ['websocket'] });
    onTestFinished(() => void socket.disconnect());
    const heard: string[] = [];
    socket.onAny((name: string) => heard.push(name));
    await socket.emitWithAck('join', joining(teaching.code!, 'Eve'));
    const others = await Promise.all(['Ada', 'Ben', 'Cleo'].map((name) => join(server, teaching, name)));
    for (const other of others) other.say({ last: 'The client sent a text message.' });
    await expect.poll(() => teaching.here.filter(({ last }) => last).length).toBe(3);
    teaching.goTo(place);
    await expect.poll(() => heard).toContain('class');
    expect(new Set(heard)).toEqual(new Set(['class']));
  });

  it('is over for everybody when its teacher ends it, and nobody comes back', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const store = tab();
    const attending = await join(server, teaching, 'Ada', store);
    const { code } = teaching;
    teaching.end();
    await expect.poll(() => attending.state).toEqual({ kind: 'over', why: 'The class is over.' });
    expect(await stranger(server)('join', joining(code!))).toMatchObject({ kind: 'refused', isFinal: true });
  });

  it('leaves no trace in a lab', async () => {
    const server = await start();
    const lab = await makeLab(server);
    const feed = await watch(lab.feed);
    await join(server, await openClass(server), 'Ada');
    const after = new WebSocket(lab.ws);
    await feed.until((records) => records.some(({ type }) => type === 'chunk'));
    after.terminate();
    expect(feed.chunks().every(({ bytes }) => !Buffer.from(bytes).includes('/class'))).toBe(true);
  });
});

describe('who may do what', () => {
  it('a student steers nothing, removes nobody and ends nothing', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const attending = await join(server, teaching, 'Ada');
    const ask = stranger(server);
    expect(await ask('join', joining(teaching.code!))).toMatchObject({ kind: 'joined' });
    for (const [name, message] of [
      ['steer', { version: 99, place, mode: 'free', calls: 9, hint: 'Leave' }],
      ['remove', { id: teaching.here[0]?.id ?? '' }],
      ['end', {}],
    ] as const) {
      expect(await ask(name, message)).toMatchObject({ kind: 'refused', why: /teacher/ });
    }
    expect(attending.state.kind).toBe('here');
    expect(attending.steering?.hint).toBeNull();
  });

  it('a removed student is out with every page, and stays out', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const store = tab();
    const first = await join(server, teaching, 'Ada', store);
    const second = new Attending({ root: server.url, store });
    onTestFinished(() => second.leave());
    await expect.poll(() => second.state.kind).toBe('here');
    const kept = store.getItem('wire101:class');
    await expect.poll(() => teaching.here).toHaveLength(1);
    teaching.remove(teaching.here[0]!.id);
    for (const page of [first, second]) await expect.poll(() => page.state.kind).toBe('over');
    store.setItem('wire101:class', kept!);
    const back = new Attending({ root: server.url, store });
    await expect
      .poll(() => back.state)
      .toMatchObject({ kind: 'over', why: expect.stringMatching(/sent you out/) });
    await expect.poll(() => teaching.members.size).toBe(0);
  });

  it('names stay text, and are bounded in a sentence', async () => {
    const server = await start();
    const teaching = await openClass(server);
    await join(server, teaching, '<img src=x>');
    await expect.poll(() => teaching.here[0]?.nickname).toBe('<img src=x>');
    const answer = await stranger(server)('join', joining(teaching.code!, 'x'.repeat(25)));
    expect(answer).toMatchObject({ kind: 'refused', why: 'A nickname has 24 characters at most.' });
  });

  it('a nickname that another member has is numbered, also after a reload, and nobody is without a name', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const store = tab();
    const names = () => teaching.here.map(({ nickname }) => nickname);
    await join(server, teaching, 'Anna');
    const second = await join(server, teaching, 'Anna', store);
    await expect.poll(names).toEqual(['Anna', 'Anna 2']);
    expect(second.said.nickname).toBe('Anna 2');
    // Only its own page says what it is called, and only as it comes.
    second.say({ nickname: 'Anna', last: 'Said.' });
    await expect.poll(() => teaching.here[1]?.last).toBe('Said.');
    expect(names()).toEqual(['Anna', 'Anna 2']);
    const again = new Attending({ root: server.url, store });
    onTestFinished(() => again.leave());
    await expect.poll(() => again.state.kind).toBe('here');
    expect(again.said.nickname).toBe('Anna 2');
    // What looks the same is the same.
    const third = await join(server, teaching, ' an\u200bn\uff41 ');
    expect(third.said.nickname).toMatch(/ 3$/);
    const long = 'x'.repeat(24);
    await join(server, teaching, long);
    expect((await join(server, teaching, long)).said.nickname).toBe(`${'x'.repeat(22)} 2`);
    const nobody = await join(server, teaching, '\u200b');
    await expect.poll(() => teaching.here).toHaveLength(6);
    expect(nobody.said.nickname).toBe(`Student ${teaching.here.at(-1)!.id.slice(0, 4)}`);
    await expect.poll(() => names().at(-1)).toBe(nobody.said.nickname);
  });

  it('guessing codes ends at the limit, which is told, and does not touch who comes back', async () => {
    const server = await start({ wrongCodesPerMinute: 3 });
    const teaching = await openClass(server);
    const store = tab();
    const attending = await join(server, teaching, 'Ada', store);
    const ask = stranger(server);
    const wrong = teaching.code === 'CCCCCC' ? 'DDDDDD' : 'CCCCCC';
    for (let n = 0; n < 4; n++) await ask('join', joining(wrong));
    expect(await ask('join', joining(teaching.code!))).toMatchObject({
      kind: 'refused',
      why: /3 codes of no class/,
      isFinal: false,
    });
    expect(attending.state.kind).toBe('here');
    const back = new Attending({ root: server.url, store });
    onTestFinished(() => back.leave());
    await expect.poll(() => back.state.kind).toBe('here');
  });

  it('a limit that is reached is named', async () => {
    const server = await start({ members: 1, opensPerMinute: 1, messagesPerMinute: 3 });
    const teaching = await openClass(server);
    await join(server, teaching, 'Ada');
    const ask = stranger(server);
    const opening = {
      token: null,
      steering: { version: 0, place: null, mode: 'follow', calls: 0, hint: null },
      removed: [],
    };
    expect(await ask('join', joining(teaching.code!))).toMatchObject({ why: /1 members/ });
    expect(await ask('open', opening)).toMatchObject({ why: /1 classes a minute/, isFinal: false });
    await ask('say', {});
    expect(await ask('say', {})).toMatchObject({ why: /3 messages a minute/, isFinal: false });
  });

  it.each([null, 'x', {}, { token: 'ab', steering: {}, removed: [] }, { __proto__: null, token: 1 }])(
    'a message that follows no schema is refused in a sentence: %j',
    async (message) => {
      const ask = stranger(await start());
      for (const name of ['open', 'join']) {
        expect(await ask(name, message)).toMatchObject({ kind: 'refused', why: expect.any(String) });
      }
    },
  );
});

describe('a server that ends and starts again', () => {
  it('has the same class again, with its code, its place and every vote, whoever comes back first', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const [ada, ben] = [await join(server, teaching, 'Ada'), await join(server, teaching, 'Ben')];
    const { code } = teaching;
    teaching.goTo(place);
    ada.say({ votes: { 'handshake/open': { answer: 'switch', wire: null } } });
    ben.say({ votes: { 'handshake/open': { answer: 'ok', wire: null } } });
    await expect.poll(() => teaching.here.filter(({ votes }) => votes).length).toBe(2);
    const broken = Promise.all([ada, ben, teaching].map(whenAway));
    const next = await restart(server);
    await broken;
    for (const page of [ada, ben, teaching]) {
      await expect.poll(() => page.state.kind, { timeout: 20_000 }).toBe('here');
    }
    expect(teaching.code).toBe(code);
    await expect
      .poll(() => teaching.here.map(({ votes }) => votes?.['handshake/open']?.answer).sort())
      .toEqual(['ok', 'switch']);
    const late = await join(next, teaching, 'Cleo');
    await expect.poll(() => late.steering?.place).toEqual(place);
    await expect.poll(() => teaching.here.length).toBe(3);
  }, 60_000);

  it('goes on with the newest that any of its teacher’s windows has said', async () => {
    const server = await start();
    const store = tab();
    const teaching = await openClass(server, store);
    const wall = await openClass(server, store);
    expect(wall.code).toBe(teaching.code);
    const ada = await join(server, teaching, 'Ada');
    teaching.goTo(place);
    await expect.poll(() => wall.steering.place).toEqual(place);
    const broken = Promise.all([ada, teaching, wall].map(whenAway));
    await restart(server);
    await broken;
    for (const page of [ada, teaching, wall]) {
      await expect.poll(() => page.state.kind, { timeout: 20_000 }).toBe('here');
    }
    wall.hint('Read it.');
    await expect.poll(() => ada.steering).toMatchObject({ place, hint: 'Read it.' });
    await expect.poll(() => teaching.steering.hint).toBe('Read it.');
    await expect.poll(() => wall.here).toHaveLength(1);
    wall.remove(wall.here[0]!.id);
    await expect.poll(() => ada.state.kind).toBe('over');
    await expect.poll(() => teaching.members.size).toBe(0);
    wall.end();
    await expect.poll(() => teaching.state.kind).toBe('over');
  }, 60_000);

  it('gives nobody else the code, and a stranger’s seal leads to a class of its own', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const ask = stranger(server);
    expect(
      await ask('open', {
        token: 'f'.repeat(32),
        steering: { version: 0, place: null, mode: 'follow', calls: 0, hint: null },
        removed: [],
      }),
    ).toMatchObject({ kind: 'opened' });
    const other = await ask('join', joining(teaching.code!, 'Eve', 'a'.repeat(64)));
    expect(other).toMatchObject({ kind: 'joined', steering: null });
    expect(teaching.here).toEqual([]);
  });
});

describe('one person who means harm', () => {
  it('who comes and leaves under many keys takes nobody’s place', async () => {
    const server = await start({ members: 2 });
    const teaching = await openClass(server);
    const ask = stranger(server);
    // One connection is one member at a time.
    for (let n = 0; n < 5; n++)
      expect(await ask('join', joining(teaching.code!))).toMatchObject({ kind: 'joined' });
    await join(server, teaching, 'Ada');
  });

  it('keeps its teacher, however much students say', async () => {
    const server = await start({ saidLength: 100_000 });
    const teaching = await openClass(server);
    const ada = await join(server, teaching, 'Ada');
    ada.say({ goals: ['handshake/switch'] });
    await expect.poll(() => teaching.here[0]?.goals).toEqual(['handshake/switch']);
    const ask = stranger(server);
    const goals = Array.from({ length: 250 }, (_, n) => `${n}`.padEnd(110, 'x'));
    for (let n = 0; n < 20; n++) {
      const said = { nickname: `Eve ${n}`, goals };
      expect(await ask('join', { ...joining(teaching.code!), said })).toMatchObject({ kind: 'joined' });
    }
    await expect.poll(() => teaching.members.size).toBe(21);
    await expect.poll(() => JSON.stringify([...teaching.members.values()]).length).toBeLessThan(110_000);
    const said = [...teaching.members.values()];
    expect(said.find(({ nickname }) => nickname === 'Ada')).toMatchObject({ goals: ['handshake/switch'] });
    expect(teaching.state.kind).toBe('here');
  });

  it('a teacher who says much at once is heard at once, and then with the last of it', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const ada = await join(server, teaching, 'Ada');
    const told: (string | null)[] = [];
    ada.subscribe(() => told.push(ada.steering?.hint ?? null));
    for (let n = 0; n < 100; n++) teaching.hint(`Hint ${n}`);
    await expect.poll(() => ada.steering?.hint).toBe('Hint 99');
    expect(new Set(told).size).toBeLessThan(20);
  });

  it('only ids of members are kept of those who were sent out', async () => {
    const server = await start();
    const ask = stranger(server);
    const steering = { version: 0, place: null, mode: 'follow', calls: 0, hint: null };
    await ask('open', { token: null, steering, removed: [] });
    expect(await ask('remove', { id: 'x'.repeat(30_000) })).toMatchObject({ why: /16 hexadecimal digits/ });
  });

  it('a page that asks to connect thousands of times at once is closed', async () => {
    const server = await start();
    const socket = new WebSocket(
      `${server.url.replace(/^http/, 'ws')}/class/socket.io/?EIO=4&transport=websocket`,
    );
    onTestFinished(() => socket.terminate());
    let answers = 0;
    socket.on('message', () => answers++);
    await new Promise((resolve) => socket.once('message', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    for (let n = 0; n < 2000; n++) socket.send('40/class,');
    await closed;
    expect(answers).toBeLessThan(100);
  });

  it('one address cannot take the places of all classes, nor keep a teacher behind it from coming back', async () => {
    const server = await start({ classesPerAddress: 2, opensPerMinute: 3 });
    const steering = { version: 0, place: null, mode: 'follow', calls: 0, hint: null };
    const open = (token: string | null) => stranger(server)('open', { token, steering, removed: [] });
    const first = await open(null);
    expect(first).toMatchObject({ kind: 'opened' });
    expect(await open(null)).toMatchObject({ kind: 'opened' });
    expect(await open(null)).toMatchObject({ kind: 'refused', why: /2 classes are open/, isFinal: false });
    expect(await open(null)).toMatchObject({ kind: 'refused', why: /3 classes a minute/ });
    expect(await open((first as { token?: string }).token ?? null)).toMatchObject({ kind: 'opened' });
  });
});
