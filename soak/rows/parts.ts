import { io } from 'socket.io-client';
import type { Attack } from '../attack';
import type { Answer } from '../lab';
import type { StandSettings } from '../stand';
import { type BareClient, handshakeText } from '../wire';

/** A server open to a class, on all addresses of this machine. */
export const OPENED: StandSettings = {
  args: ['--host', '0.0.0.0', '--allow-host', 'class.test', '--public-url', 'https://wire.test/101'],
};

/** An Engine.IO session over WebSocket, written by hand. */
export async function openEngine(attack: Attack, labId: string): Promise<BareClient> {
  const client = await attack.bare();
  await client.send(handshakeText(`/lab/${labId}/socket.io/?EIO=4&transport=websocket`));
  await client.until(/"sid":/);
  return client;
}

/** Expects that the server still does its work. */
export async function aliveAfter(attack: Attack): Promise<void> {
  if (attack.stand.harm) return;
  const lab = await attack.lab(90);
  const { status } = await attack.order(lab, 'code', {
    code: "io.on('connection', (socket) => socket.on('ask', (n, answer) => answer(n)));",
  });
  attack.expect(status === 200, `a new lab's program afterwards: ${status}`);
  const client = io(`http://127.0.0.1:${attack.port}`, {
    path: `/lab/${lab.id}/socket.io/`,
    forceNew: true,
    reconnection: false,
  });
  const answer = await client
    .timeout(10_000)
    .emitWithAck('ask', 7)
    .catch((error: Error) => error.message);
  attack.expect(answer === 7, `a new lab's program afterwards answers ${answer}`);
  client.disconnect();
}

/** Expects a refusal with one of these status codes and a sentence that names the limit. */
export function expectTold(
  attack: Attack,
  what: string,
  { status, body }: Answer,
  statuses: readonly number[],
  limit: RegExp,
): void {
  const isTold = statuses.includes(status) && limit.test(body);
  attack.expect(isTold, `${what}: ${status} ${body.trim().slice(0, 120)}`);
}

/** Expects success, within a limit. */
export const expectOk = (attack: Attack, what: string, { status, body }: Answer) =>
  attack.expect(status >= 200 && status < 300, `${what}: ${status} ${body.trim().slice(0, 120)}`);
