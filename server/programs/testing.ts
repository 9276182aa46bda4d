import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type { CodeKind, CodeRecord } from '../../src/protocol/feed';
import type { TestLab, Watch } from '../test-server';

/** For tests: runs this as the lab's server; `null` ends the program that runs. */
export const runCode = (lab: TestLab, code: string | null, options: object = {}): Promise<Response> =>
  fetch(`${lab.http}/code`, { method: 'PUT', body: JSON.stringify({ code, options }) });

/** A new client of this lab over WebSocket, which ends with the test. */
export function openClient(
  lab: TestLab,
  namespace = '/',
  options: Partial<ManagerOptions & SocketOptions> = {},
): Socket {
  const socket = io(new URL(lab.http).origin + namespace, {
    path: `/lab/${lab.id}/socket.io/`,
    forceNew: true,
    transports: ['websocket'],
    ...options,
  });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

/** The arguments of the next event of this name. */
export const heard = (socket: Socket, name: string): Promise<unknown[]> =>
  new Promise((resolve) => socket.once(name, (...values: unknown[]) => resolve(values)));

/** What the feed has reported about programs. */
export const codeOf = ({ records }: Watch): CodeRecord[] =>
  records.filter((record): record is CodeRecord => record.type === 'code');

/** The first record of this kind, with this in its text. */
export const codeRecord = (watched: Watch, kind: CodeKind, text = ''): CodeRecord | undefined =>
  codeOf(watched).find((record) => record.kind === kind && record.text.includes(text));
