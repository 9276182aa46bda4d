import { io } from 'socket.io-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Attending } from '../../src/lab/class/attending';
import { type ClassLine, type OpenLine, openLine } from '../../src/lab/class/class-line';
import { Teaching } from '../../src/lab/class/teaching';
import type { StagePiece } from '../../src/protocol/messages/class';
import type { WireServer } from '../server';
import { startTestServer } from '../test-server';

function tab() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
}

async function openClass(server: WireServer, store = tab()): Promise<Teaching> {
  const teaching = new Teaching({ root: server.url, store });
  await expect.poll(() => teaching.state.kind).toBe('here');
  return teaching;
}

async function join(server: WireServer, { code }: Teaching, nickname: string): Promise<Attending> {
  const attending = new Attending({ root: server.url, store: tab(), code: code!, nickname });
  onTestFinished(() => attending.leave());
  await expect.poll(() => attending.state.kind).toBe('here');
  return attending;
}

const idOf = ({ members }: Teaching, name: string) =>
  [...members.values()].find(({ nickname }) => nickname === name)!.id;

/** Two pieces of a stage. */
const pieces = (stage: number): readonly StagePiece[] =>
  [0, 1].map((part) => {
    return { stage, part, of: 2, atMs: 5, isWhole: true, bytes: new Uint8Array([stage, part]) };
  });

async function bytesAt({ stage }: Teaching): Promise<number[]> {
  return stage ? [...new Uint8Array(await new Blob([...stage.parts]).arrayBuffer())] : [];
}

describe('looking at a student’s stage', () => {
  it('tells the student, brings what the page shows to whoever looks alone, and ends when the student stops it', async () => {
    const server = await startTestServer();
    const store = tab();
    const teaching = await openClass(server, store);
    const other = await openClass(server, store);
    const [ada, ben] = [await join(server, teaching, 'Ada'), await join(server, teaching, 'Ben')];
    await expect.poll(() => teaching.here.length).toBe(2);
    expect(ada.isLookedAt).toBe(false);
    // Nobody has asked for it.
    expect(await ada.show(pieces(1)[0]!)).toBe(false);
    teaching.look(idOf(teaching, 'Ada'));
    await expect.poll(() => ada.isLookedAt).toBe(true);
    expect(ben.isLookedAt).toBe(false);
    for (const piece of pieces(2)) expect(await ada.show(piece)).toBe(true);
    await expect.poll(() => bytesAt(teaching)).toEqual([2, 0, 2, 1]);
    expect(other.stage).toBeNull();
    teaching.look(idOf(teaching, 'Ada'));
    await expect.poll(() => ada.looks).toBe(2);
    ada.stopShowing();
    await expect.poll(() => teaching.looksAt).toBeNull();
    expect(await ada.show(pieces(3)[0]!)).toBe(false);
    teaching.end();
  });

  it('ends with the window of whoever looks, unless another one looks, too', async () => {
    const server = await startTestServer();
    const store = tab();
    const teaching = await openClass(server, store);
    onTestFinished(() => teaching.end());
    const ada = await join(server, teaching, 'Ada');
    await expect.poll(() => teaching.here.length).toBe(1);
    const kept = store.getItem('wire101:class')!;
    const lines: ClassLine[] = [];
    for (const _ of [1, 2]) {
      const own = tab();
      own.setItem('wire101:class', kept);
      const open: OpenLine = async (...given) => {
        const line = await openLine(...given);
        lines.push(line);
        return line;
      };
      const opened = new Teaching({ root: server.url, store: own, open });
      await expect.poll(() => opened.state.kind).toBe('here');
      opened.look(idOf(teaching, 'Ada'));
    }
    await expect.poll(() => ada.looks).toBe(2);
    lines[0]!.close();
    expect(ada.isLookedAt).toBe(true);
    lines[1]!.close();
    await expect.poll(() => ada.isLookedAt).toBe(false);
    expect(teaching.state.kind).toBe('here');
  });

  it('is the teacher’s alone, and pieces are bounded', async () => {
    const server = await startTestServer();
    const teaching = await openClass(server);
    onTestFinished(() => teaching.end());
    const ada = await join(server, teaching, 'Ada');
    await expect.poll(() => teaching.here.length).toBe(1);
    const socket = io(`${server.url}/class`, { path: '/class/socket.io/', transports: ['websocket'] });
    onTestFinished(() => void socket.disconnect());
    const heard: string[] = [];
    socket.onAny((name: string) => heard.push(name));
    const look = { id: idOf(teaching, 'Ada'), isOn: true };
    expect(await socket.emitWithAck('look', look)).toMatchObject({
      kind: 'refused',
      why: /Only the teacher/,
    });
    await socket.emitWithAck('join', {
      code: teaching.code,
      key: 'e'.repeat(32),
      seal: null,
      said: { nickname: 'Eve' },
    });
    expect(await socket.emitWithAck('look', look)).toMatchObject({
      kind: 'refused',
      why: /Only the teacher/,
    });
    expect(ada.isLookedAt).toBe(false);
    teaching.look(look.id);
    await expect.poll(() => ada.isLookedAt).toBe(true);
    const [piece] = pieces(1);
    for (const wrong of [
      { ...piece, bytes: new Uint8Array(24 * 1024 + 1) },
      { ...piece, of: 99 },
      { ...piece, bytes: 'text' },
    ])
      expect(await socket.emitWithAck('show', { piece: wrong })).toMatchObject({ kind: 'refused' });
    // What Eve shows is not what was asked of Ada.
    for (const eves of pieces(9)) await socket.emitWithAck('show', { piece: eves });
    for (const adas of pieces(4)) await ada.show(adas);
    await expect.poll(() => bytesAt(teaching)).toEqual([4, 0, 4, 1]);
    expect(heard).not.toContain('stage');
    expect(heard).not.toContain('look');
  });
});
