import { describe, expect, it } from 'vitest';
import type { Attending } from '../../src/lab/class/attending';
import { type ClassLine, type OpenLine, openLine } from '../../src/lab/class/class-line';
import { Teaching } from '../../src/lab/class/teaching';
import { join, openClass, restart, start, stranger, tab, whenAway } from './testing';

const OPENING = {
  token: null,
  steering: { version: 0, place: null, mode: 'follow', calls: 0, hint: null },
  removed: [],
};

const voteOf = (answer: string) => ({ votes: { 'handshake/open': { answer, wire: null } } });

const answersOf = ({ members }: Teaching) =>
  [...members.values()]
    .map(({ nickname, votes, isHere }) => {
      return `${nickname} ${votes?.['handshake/open']?.answer ?? '–'}${isHere ? '' : ', away'}`;
    })
    .sort();

const areHere = async (...pages: readonly (Attending | Teaching)[]) => {
  for (const page of pages) await expect.poll(() => page.state.kind, { timeout: 20_000 }).toBe('here');
};

describe('who left before a restart of the server', () => {
  it('is known again by the teacher’s page, which the teacher may then load again', async () => {
    const server = await start();
    const store = tab();
    const teaching = await openClass(server, store);
    const [ada, cleo, eve] = [
      await join(server, teaching, 'Ada'),
      await join(server, teaching, 'Cleo'),
      await join(server, teaching, 'Eve'),
    ];
    ada.say(voteOf('switch'));
    cleo.say({ ...voteOf('ok'), goals: ['handshake/open'] });
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada switch', 'Cleo ok', 'Eve –']);
    cleo.leave();
    await expect.poll(() => answersOf(teaching)).toContain('Cleo ok, away');
    teaching.remove([...teaching.members.values()].find(({ nickname }) => nickname === 'Eve')!.id);
    await expect.poll(() => eve.state.kind).toBe('over');

    const broken = Promise.all([ada, teaching].map(whenAway));
    const next = await restart(server);
    await broken;
    await areHere(ada, teaching);
    const reloaded = await openClass(next, store);
    await expect.poll(() => answersOf(reloaded)).toEqual(['Ada switch', 'Cleo ok, away']);
    const known = [...reloaded.members.values()].find(({ nickname }) => nickname === 'Cleo');
    expect(known?.goals).toEqual(['handshake/open']);
    // The name is still taken.
    expect((await join(next, teaching, 'Cleo')).said.nickname).toBe('Cleo 2');
  }, 60_000);
});

describe('who was away before a restart, during which the teacher’s page was loaded again', () => {
  it('is known again', async () => {
    const server = await start();
    const store = tab();
    const lines: ClassLine[] = [];
    const open: OpenLine = async (...asked) => {
      const line = await openLine(...asked);
      lines.push(line);
      return line;
    };
    const before = new Teaching({ root: server.url, store, open });
    await areHere(before);
    const cleo = await join(server, before, 'Cleo');
    cleo.say(voteOf('ok'));
    await expect.poll(() => answersOf(before)).toEqual(['Cleo ok']);
    cleo.leave();
    await expect.poll(() => answersOf(before)).toEqual(['Cleo ok, away']);
    before.keepMembers();
    for (const line of lines) line.close();
    const next = await restart(server);
    const reloaded = await openClass(next, store);
    expect(answersOf(reloaded)).toEqual(['Cleo ok, away']);
    // The server knows of them, too.
    expect((await join(next, reloaded, 'Cleo')).said.nickname).toBe('Cleo 2');
  }, 60_000);
});

describe('what a teacher’s page tells of members', () => {
  const recalled = (n: number, said: object = { nickname: `Member ${n}` }) => ({
    id: String(n).padStart(16, '0'),
    said,
  });

  it('is taken from a teacher alone, in the bounds of what members say', async () => {
    const server = await start();
    const ask = stranger(server);
    expect(await ask('recall', { members: [recalled(1)] })).toMatchObject({
      kind: 'refused',
      why: /teacher/,
    });
    await ask('open', OPENING);
    expect(await ask('recall', { members: [recalled(1, { nickname: 'x'.repeat(25) })] })).toMatchObject({
      kind: 'refused',
      why: 'A nickname has 24 characters at most.',
    });
    const many = Array.from({ length: 51 }, (_, n) => recalled(n));
    expect(await ask('recall', { members: many })).toMatchObject({ kind: 'refused' });
    expect(await ask('recall', { members: many.slice(1) })).toEqual({ kind: 'done' });
  });

  it('takes no place from anybody, and brings back nobody who was sent out', async () => {
    const server = await start({ members: 3 });
    const store = tab();
    const teaching = await openClass(server, store);
    const [ada, eve] = [await join(server, teaching, 'Ada'), await join(server, teaching, 'Eve')];
    ada.say(voteOf('switch'));
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada switch', 'Eve –']);
    const idOf = (name: string) => teaching.here.find(({ nickname }) => nickname === name)!.id;
    const [adaId, eveId] = [idOf('Ada'), idOf('Eve')];
    teaching.remove(eveId);
    await expect.poll(() => eve.state.kind).toBe('over');
    const ask = stranger(server);
    const { token } = JSON.parse(store.getItem('wire101:class')!) as { readonly token: string };
    await ask('open', { ...OPENING, token });
    const members = [
      { id: adaId, said: { nickname: 'Nobody' } },
      { id: eveId, said: { nickname: 'Eve' } },
      recalled(1, { nickname: 'Ada' }),
      ...[2, 3, 4].map((n) => recalled(n)),
    ];
    expect(await ask('recall', { members })).toEqual({ kind: 'done' });
    await expect.poll(() => answersOf(teaching)).toEqual(['Ada 2 –, away', 'Ada switch', 'Member 2 –, away']);
  });

  it('is left out where it fits in no message, and does not keep the teacher from the class', async () => {
    const server = await start();
    const store = tab();
    const teaching = await openClass(server, store);
    const [ada, eve] = [await join(server, teaching, 'Ada'), await join(server, teaching, 'Eve')];
    const goals = (from: number) => Array.from({ length: 150 }, (_, n) => `${from + n}`.padEnd(110, 'é'));
    eve.say({ goals: goals(0).slice(0, 100) });
    await expect.poll(() => teaching.here.some((member) => member.goals)).toBe(true);
    eve.say({ goals: goals(200).slice(0, 100) });
    await expect.poll(() => teaching.here.some((member) => member.goals?.length === 200)).toBe(true);
    ada.say(voteOf('ok'));
    await expect.poll(() => answersOf(teaching)).toContain('Ada ok');
    ada.leave();
    eve.leave();
    await expect.poll(() => teaching.here.length).toBe(0);
    const broken = whenAway(teaching);
    const next = await restart(server);
    await broken;
    await areHere(teaching);
    const reloaded = await openClass(next, store);
    await expect.poll(() => answersOf(reloaded)).toEqual(['Ada ok, away']);
    expect(teaching.state.kind).toBe('here');
  }, 60_000);
});
