import { describe, expect, it, onTestFinished } from 'vitest';
import { Attending } from '../../src/lab/class/attending';
import type { ClassStore } from '../../src/lab/class/kept';
import type { Teaching } from '../../src/lab/class/teaching';
import type { WireServer } from '../server';
import { joining, openClass, start, stranger, tab } from './testing';

/** Joins in a new tab of this browser. */
async function joinIn(
  browser: ClassStore,
  { url }: WireServer,
  { code }: Teaching,
  nickname: string,
): Promise<Attending> {
  const attending = new Attending({ root: url, store: tab(), browser, code: code!, nickname });
  onTestFinished(() => attending.leave());
  await expect.poll(() => attending.state.kind).toBe('here');
  return attending;
}

const voteOf = (task: string, answer: string) => ({ [task]: { answer, wire: null } });

const names = ({ members }: Teaching) =>
  [...members.values()].map(({ nickname, isHere }) => `${nickname}${isHere ? '' : ', away'}`).sort();

describe('whoever closes the tab and joins again in the same browser', () => {
  it('has the same place, name and votes, and is counted once', async () => {
    const server = await start();
    const [browser, store] = [tab(), tab()];
    const teaching = await openClass(server, store);
    const first = await joinIn(browser, server, teaching, 'Anna');
    const bert = await joinIn(tab(), server, teaching, 'Bert');
    first.say({ votes: voteOf('handshake/open', 'switch'), goals: ['handshake/open'] });
    bert.say({ votes: voteOf('handshake/open', 'ok') });
    await expect.poll(() => teaching.here.filter(({ votes }) => votes).length).toBe(2);
    const ids = [...teaching.members.keys()];
    first.leave();
    await expect.poll(() => names(teaching)).toEqual(['Anna, away', 'Bert']);

    const again = await joinIn(browser, server, teaching, 'Anna');
    expect(again.said.nickname).toBe('Anna');
    await expect.poll(() => names(teaching)).toEqual(['Anna', 'Bert']);
    // The page is at another lesson now.
    again.say({ votes: { ...again.said.votes, ...voteOf('frames/length', 'two') } });
    await expect.poll(() => Object.keys(teaching.here[0]?.votes ?? {})).toHaveLength(2);
    const reloaded = await openClass(server, store);
    expect([...reloaded.members.keys()]).toEqual(ids);
    expect(reloaded.members.get(ids[0]!)).toMatchObject({
      votes: { ...voteOf('handshake/open', 'switch'), ...voteOf('frames/length', 'two') },
      goals: ['handshake/open'],
    });

    again.leave();
    await expect.poll(() => names(teaching)).toEqual(['Anna, away', 'Bert']);
    // Who gives no name keeps the old one, who gives another has that.
    const third = await joinIn(browser, server, teaching, '');
    expect(third.said.nickname).toBe('Anna');
    third.leave();
    await expect.poll(() => names(teaching)).toEqual(['Anna, away', 'Bert']);
    expect((await joinIn(browser, server, teaching, 'Anne')).said.nickname).toBe('Anne');
    await expect.poll(() => names(teaching)).toEqual(['Anne', 'Bert']);
  });

  it('is somebody new while the other tab is open', async () => {
    const server = await start();
    const browser = tab();
    const teaching = await openClass(server);
    const first = await joinIn(browser, server, teaching, 'Anna');
    first.say({ votes: voteOf('handshake/open', 'switch') });
    const second = await joinIn(browser, server, teaching, 'Anna');
    expect(second.said).toMatchObject({ nickname: 'Anna 2' });
    expect(second.said.votes).toBeUndefined();
    await expect.poll(() => names(teaching)).toEqual(['Anna', 'Anna 2']);
  });

  it('is somebody new after having been sent out', async () => {
    const server = await start();
    const browser = tab();
    const teaching = await openClass(server);
    const first = await joinIn(browser, server, teaching, 'Anna');
    await expect.poll(() => teaching.here).toHaveLength(1);
    const [id] = teaching.members.keys();
    const key = browser.getItem('wire101:members')!;
    teaching.remove(id!);
    await expect.poll(() => first.state.kind).toBe('over');
    expect(browser.getItem('wire101:members')).not.toBe(key);
    browser.setItem('wire101:members', key);
    await joinIn(browser, server, teaching, 'Anna');
    await expect.poll(() => names(teaching)).toEqual(['Anna']);
    expect([...teaching.members.keys()]).not.toContain(id);
  });

  it('needs the secret of that browser: what others know of a member opens nothing', async () => {
    const server = await start();
    const teaching = await openClass(server);
    const first = await joinIn(tab(), server, teaching, 'Anna');
    await expect.poll(() => teaching.here).toHaveLength(1);
    const [id] = teaching.members.keys();
    first.leave();
    await expect.poll(() => names(teaching)).toEqual(['Anna, away']);
    const ask = stranger(server);
    const join = { ...joining(teaching.code!, 'Anna'), former: id!.padEnd(32, '0') };
    expect(await ask('join', join)).toMatchObject({ kind: 'joined', nickname: 'Anna 2', isFormer: false });
    await expect.poll(() => names(teaching)).toEqual(['Anna 2', 'Anna, away']);
    expect(await ask('join', { ...join, former: id })).toMatchObject({
      kind: 'refused',
      why: 'A secret is 32 hexadecimal digits.',
    });
  });
});
