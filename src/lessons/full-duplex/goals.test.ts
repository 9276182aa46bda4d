import { expect, it } from 'vitest';
import { createCapture } from '../../capture/create-capture';
import type { FeedRecord } from '../../protocol/feed';
import { trafficOf } from '../traffic';
import { missingCrossing } from './goals';

interface Sent {
  readonly by: 'client' | 'server';
  /** When the tap saw it, and how long the lab held it. */
  readonly atMs: number;
  readonly heldMs: number;
}

const HANDSHAKE = {
  client:
    'GET /lab/a/ws?call=1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  server:
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
};

function sent(...messages: readonly Sent[]) {
  const capture = createCapture();
  let seq = 0;
  const offsets = { client: 0, server: 0 };
  const log = (atMs: number, record: object) =>
    capture.apply([{ ...record, connection: 1, seq: ++seq, atMicros: atMs * 1000 } as FeedRecord]);
  const chunk = (atMs: number, sender: 'client' | 'server', bytes: Uint8Array, heldMs = 0) => {
    log(atMs, { type: 'chunk', sender, offset: offsets[sender], heldMicros: heldMs * 1000, bytes });
    offsets[sender] += bytes.length;
  };
  const ends = { client: { address: '127.0.0.1', port: 5 }, server: { address: '127.0.0.1', port: 6 } };
  capture.addCall({ id: 1, opener: 1, at: 0, end: 'client', kind: 'new WebSocket', detail: '' });
  log(0, { type: 'open', ...ends, via: 'direct' });
  chunk(1, 'client', new TextEncoder().encode(HANDSHAKE.client));
  chunk(2, 'server', new TextEncoder().encode(HANDSHAKE.server));
  for (const { by, atMs, heldMs } of messages) {
    const mask = by === 'client' ? [0, 0, 0, 0] : [];
    chunk(atMs, by, Uint8Array.of(0x81, (by === 'client' ? 0x80 : 0) | 2, ...mask, 104, 105), heldMs);
  }
  return trafficOf(capture, new Set([1]));
}

it('two messages that were held at the same instant have crossed', () => {
  const mine: Sent = { by: 'client', atMs: 100, heldMs: 1000 };
  expect(missingCrossing(sent(mine, { by: 'server', atMs: 1500, heldMs: 1000 }))).toBeNull();
  expect(missingCrossing(sent(mine, { by: 'server', atMs: 1090, heldMs: 1000 }))).toBeNull();
});

it('one that leaves when the other has arrived has not', () => {
  const mine: Sent = { by: 'client', atMs: 100, heldMs: 1000 };
  expect(missingCrossing(sent(mine, { by: 'server', atMs: 2200, heldMs: 1000 }))).toBe(
    'Both have sent, but not at once: one had arrived 100 ms before the other left.',
  );
});

it('without a delay nothing is on the way long enough to tell', () => {
  const at: Sent = { by: 'client', atMs: 100, heldMs: 0 };
  expect(missingCrossing(sent(at, { by: 'server', atMs: 100, heldMs: 0 }))).toContain('not at once');
});

it('says whose message is missing', () => {
  expect(missingCrossing(sent())).toBe('No message has passed yet.');
  expect(missingCrossing(sent({ by: 'client', atMs: 9, heldMs: 9 }))).toContain('none of the server');
  expect(missingCrossing(sent({ by: 'server', atMs: 9, heldMs: 9 }))).toContain('none of yours');
});
