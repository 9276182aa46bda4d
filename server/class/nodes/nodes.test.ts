import { beforeEach, describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { hasRedis, startRedis, type TestRedis } from '../../../e2e/redis';
import { Attending } from '../../../src/lab/class/attending';
import type { ClassStore } from '../../../src/lab/class/kept';
import { Teaching } from '../../../src/lab/class/teaching';
import { DEFAULT_LIMITS } from '../../limits';
import type { ServerSettings, WireServer } from '../../server';
import { makeLab, startTestServer } from '../../test-server';
import { openNodes } from './nodes';

function tab(): ClassStore {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

const place = {
  lesson: 'handshake',
  step: 'switch',
  doing: null,
  task: null,
  unit: null,
  connection: null,
  field: null,
  bytes: null,
};

const voteOf = (answer: string) => ({ votes: { 'handshake/open': { answer, wire: null } } });

let redis: TestRedis;

const start = (settings: Partial<ServerSettings> = {}) => startTestServer({ redis: redis.url, ...settings });

async function teach({ url }: WireServer, store = tab()): Promise<Teaching> {
  const teaching = new Teaching({ root: url, store });
  onTestFinished(() => teaching.end());
  await expect.poll(() => teaching.state.kind).toBe('here');
  return teaching;
}

async function join(
  { url }: WireServer,
  code: string | null,
  nickname: string,
  store = tab(),
): Promise<Attending> {
  const attending = new Attending({ root: url, store, code: code!, nickname });
  onTestFinished(() => attending.leave());
  await expect.poll(() => attending.state.kind).toBe('here');
  return attending;
}

const answersOf = (teaching: Teaching) =>
  teaching.here
    .map(({ nickname, votes }) => `${nickname} ${votes?.['handshake/open']?.answer ?? '–'}`)
    .sort();

// On a bare machine `.ci/run` installs it.
describe.skipIf(!hasRedis() && !process.env.CI)('a class on two nodes', () => {
  beforeEach(async () => {
    redis = await startRedis();
    return redis.stop;
  });

  it('goes where its teacher goes, is counted and is led as on one', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const teaching = await teach(one);
    const [ada, ben] = [await join(one, teaching.code, 'Ada'), await join(two, teaching.code, 'Ben')];
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada –', 'Ben –']);

    teaching.goTo(place);
    for (const page of [ada, ben]) await expect.poll(() => page.steering?.place).toEqual(place);
    ada.say(voteOf('ok'));
    ben.say(voteOf('switch'));
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada ok', 'Ben switch']);

    // Who comes late is told everything, at either node.
    const cleo = await join(two, teaching.code, 'Cleo');
    await expect.poll(() => cleo.steering?.place).toEqual(place);
    cleo.leave();
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada ok', 'Ben switch']);

    // A nickname is one member's at all nodes.
    expect((await join(two, teaching.code, 'Ada')).said.nickname).toBe('Ada 2');

    const benId = teaching.here.find(({ nickname }) => nickname === 'Ben')!.id;
    teaching.remove(benId);
    await expect
      .poll(() => ben.state)
      .toMatchObject({ kind: 'over', why: expect.stringMatching(/sent you out/) });
    teaching.end();
    await expect.poll(() => ada.state).toEqual({ kind: 'over', why: 'The class is over.' });
    const late = new Attending({ root: two.url, store: tab(), code: teaching.code!, nickname: 'Dora' });
    await expect
      .poll(() => late.state)
      .toMatchObject({ kind: 'over', why: expect.stringMatching(/no class/) });
  });

  it('gives whoever joins again in the same browser the same place, at any node, unless they are still at one', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const teaching = await teach(one);
    const browser = tab();
    const joinAt = async ({ url }: WireServer) => {
      const page = new Attending({ root: url, store: tab(), browser, code: teaching.code!, nickname: 'Ada' });
      onTestFinished(() => page.leave());
      await expect.poll(() => page.state.kind).toBe('here');
      return page;
    };
    const first = await joinAt(two);
    first.say(voteOf('ok'));
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada ok']);
    first.leave();
    await expect.poll(() => answersOf(teaching)).toEqual([]);
    expect((await joinAt(one)).said.nickname).toBe('Ada');
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada ok']);
    expect((await joinAt(two)).said.nickname).toBe('Ada 2');
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada 2 –', 'Ada ok']);
  });

  it.each(['ends, and is there again without memory', 'does not answer for a while'])(
    'goes on at each node while Redis %s, and agrees again after',
    async (what) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      onTestFinished(() => log.mockRestore());
      const [one, two] = await Promise.all([start(), start()]);
      const teaching = await teach(one);
      const [ada, ben, cleo] = [
        await join(one, teaching.code, 'Ada'),
        await join(two, teaching.code, 'Ben'),
        await join(two, teaching.code, 'Cleo'),
      ];
      teaching.goTo(place);
      for (const page of [ada, ben, cleo]) await expect.poll(() => page.steering?.place).toEqual(place);
      await expect.poll(() => answersOf(teaching)).toEqual(['Ada –', 'Ben –', 'Cleo –']);

      const isEnded = what.startsWith('ends');
      if (isEnded) await redis.kill();
      else redis.pause();
      const next = { ...place, step: 'key' };
      ben.say(voteOf('switch'));
      ada.say(voteOf('ok'));
      teaching.goTo(next);
      await expect.poll(() => ada.steering?.place).toEqual(next);
      await expect.poll(() => answersOf(teaching)).toEqual(['Ada ok', 'Ben –', 'Cleo –']);
      await expect.poll(() => log.mock.calls.filter(([line]) => /Redis is away/.test(line)).length).toBe(2);
      teaching.remove(teaching.here.find(({ nickname }) => nickname === 'Cleo')!.id);
      const dora = await join(two, teaching.code, 'Dora');
      expect(dora.steering?.place).toEqual(place);
      expect([ben.steering?.place, cleo.state.kind]).toEqual([place, 'here']);

      if (isEnded) await redis.start();
      else redis.resume();
      for (const page of [ben, dora]) await expect.poll(() => page.steering?.place).toEqual(next);
      await expect.poll(() => cleo.state.kind).toBe('over');
      await expect.poll(() => answersOf(teaching)).toEqual(['Ada ok', 'Ben switch', 'Dora –']);
      const late = await join(two, teaching.code, 'Eve');
      expect(late.steering?.place).toEqual(next);
      expect(log.mock.calls.map(([line]) => line.replace(/\(.*\)|\d+/, '…')).sort()).toEqual([
        'Redis is away …: classes go on, on each node by itself.',
        'Redis is away …: classes go on, on each node by itself.',
        'Redis is back after … s.',
        'Redis is back after … s.',
      ]);
    },
  );

  it('is over at all nodes once Redis is back, when its teacher has ended it meanwhile', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const [one, two] = await Promise.all([start(), start()]);
    const teaching = await teach(one);
    const [ada, ben] = [await join(one, teaching.code, 'Ada'), await join(two, teaching.code, 'Ben')];
    await redis.kill();
    teaching.end();
    await expect.poll(() => ada.state.kind).toBe('over');
    expect(ben.state.kind).toBe('here');
    await redis.start();
    await expect.poll(() => ben.state).toEqual({ kind: 'over', why: 'The class is over.' });
  });

  it('signs the addresses of its guests with one secret', async () => {
    const secrets = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    for (const secret of secrets) {
      const nodes = await openNodes(redis.url, 60_000, secret);
      onTestFinished(() => nodes.close());
    }
    expect(secrets[1]).toEqual(new Uint8Array(32).fill(1));
  });

  it('counts wrong codes of an address at all nodes together', async () => {
    const limits = { class: { ...DEFAULT_LIMITS.class, wrongCodesPerMinute: 3 } };
    const [one, two] = await Promise.all([start({ limits }), start({ limits })]);
    const { code } = await teach(one);
    const wrong = code === 'CCCCCC' ? 'DDDDDD' : 'CCCCCC';
    for (const node of [one, two, one, two]) {
      const guess = new Attending({ root: node.url, store: tab(), code: wrong, nickname: 'Eve' });
      await expect
        .poll(() => guess.state)
        .toMatchObject({ kind: 'over', why: expect.stringMatching(/no class/) });
    }
    for (const node of [one, two]) {
      const guess = new Attending({ root: node.url, store: tab(), code: code!, nickname: 'Eve' });
      onTestFinished(() => guess.leave());
      await expect
        .poll(() => guess.state)
        .toMatchObject({ why: expect.stringMatching(/3 codes of no class/) });
    }
  });
});

test('a lab of a node has its name, is taken again there, and is made anew elsewhere', async () => {
  const [one, two] = await Promise.all([startTestServer({ node: 'a' }), startTestServer({ node: 'b' })]);
  const lab = await makeLab(one);
  expect(lab.id).toMatch(/^a-[0-9a-f]{32}$/);
  expect(lab.ws).toContain(`/lab/${lab.id}/ws`);
  const after = async ({ url }: WireServer) => {
    const answer = await fetch(`${url}/lab`, { method: 'POST', body: lab.id });
    return ((await answer.json()) as { readonly id: string }).id;
  };
  expect(await after(one)).toBe(lab.id);
  expect(await after(two)).toMatch(/^b-[0-9a-f]{32}$/);
});
