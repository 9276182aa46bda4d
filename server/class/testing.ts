import { io } from 'socket.io-client';
import { expect, onTestFinished } from 'vitest';
import { Attending } from '../../src/lab/class/attending';
import type { ClassStore } from '../../src/lab/class/kept';
import { Teaching } from '../../src/lab/class/teaching';
import type { ClassRefusal, JoinClass } from '../../src/protocol/messages/class';
import { DEFAULT_LIMITS } from '../limits';
import { createServer, type WireServer } from '../server';
import { startTestServer } from '../test-server';
import type { ClassLimits } from './limits';

/** What a tab keeps. */
export function tab(): ClassStore {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

export const start = (limits: Partial<ClassLimits> = {}) =>
  startTestServer({ limits: { class: { ...DEFAULT_LIMITS.class, ...limits } } });

/** Ends a server, and starts another one with its port, which knows nothing. */
export async function restart(server: WireServer): Promise<WireServer> {
  await server.close();
  const site: Parameters<typeof createServer>[0]['site'] = async () => ({ answer: async () => undefined });
  const next = await createServer({ port: server.port, host: '127.0.0.1', site });
  onTestFinished(() => next.close());
  return next;
}

export async function openClass({ url }: Pick<WireServer, 'url'>, store = tab()): Promise<Teaching> {
  const teaching = new Teaching({ root: url, store });
  onTestFinished(() => teaching.end());
  await expect.poll(() => teaching.state.kind).toBe('here');
  return teaching;
}

export async function join(
  { url }: Pick<WireServer, 'url'>,
  { code }: Teaching,
  nickname: string,
  store = tab(),
): Promise<Attending> {
  const attending = new Attending({ root: url, store, code: code!, nickname });
  onTestFinished(() => attending.leave());
  await expect.poll(() => attending.state.kind).toBe('here');
  return attending;
}

/** Resolves when the page has lost its class for a moment. */
export const whenAway = (page: Attending | Teaching) =>
  new Promise<void>((resolve) => {
    page.subscribe(() => page.state.kind === 'away' && resolve());
  });

/** A client of its own, which says what it likes. */
export function stranger({ url }: Pick<WireServer, 'url'>) {
  const socket = io(`${url}/class`, { path: '/class/socket.io/', transports: ['websocket'], forceNew: true });
  onTestFinished(() => void socket.disconnect());
  return (name: string, message: unknown) =>
    new Promise<ClassRefusal | { kind: string }>((resolve) => socket.emit(name, message, resolve));
}

export const joining = (code: string, nickname = 'Eve', seal: string | null = null): JoinClass => ({
  code,
  key: Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join(''),
  seal,
  said: { nickname },
});

export const place = {
  lesson: 'handshake',
  step: 'switch',
  doing: null,
  task: null,
  unit: null,
  connection: null,
  field: null,
  bytes: null,
};
