import { expect, it } from 'vitest';
import { createCapture } from '../../capture/create-capture';
import type { FeedRecord } from '../../protocol/feed';
import { endingsOf } from '../parts/endings';
import { trafficOf } from '../traffic';
import { missingEndings } from './goals';

interface End {
  /** Of the Close frames, client's and server's; null for an empty one, none where there is no frame. */
  readonly frames?: readonly [number | null, number | null];
  readonly reason?: string;
  readonly told: string;
}

const utf8 = new TextEncoder();

function closeFrame(code: number | null, reason: string, isMasked: boolean): Uint8Array {
  const payload = code === null ? [] : [code >> 8, code & 255, ...utf8.encode(reason)];
  const mask = isMasked ? [0, 0, 0, 0] : [];
  return Uint8Array.of(0x88, (isMasked ? 0x80 : 0) | payload.length, ...mask, ...payload);
}

/** Sockets that ended as said, each on a connection of its own. */
function ended(...ends: readonly End[]) {
  const capture = createCapture();
  let seq = 0;
  const log = (record: object) =>
    capture.apply([{ ...record, seq: ++seq, atMicros: seq * 1000 } as FeedRecord]);
  const openers = new Set<number>();
  ends.forEach(({ frames, reason = '', told }, n) => {
    const connection = n + 1;
    const opener = n * 100 + 1;
    openers.add(opener);
    const about = { at: seq * 1000, end: 'client', opener } as const;
    capture.addCall({ ...about, id: opener, kind: 'new WebSocket', detail: '' });
    const client = { address: '127.0.0.1', port: 50_000 + n };
    log({ type: 'open', connection, client, server: { address: '127.0.0.1', port: 1 }, via: 'direct' });
    const request = `GET /lab/a/ws?call=${opener} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    const response =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
    const offsets = { client: 0, server: 0 };
    const chunk = (sender: 'client' | 'server', bytes: Uint8Array) => {
      log({ type: 'chunk', connection, sender, offset: offsets[sender], heldMicros: 0, bytes });
      offsets[sender] += bytes.length;
    };
    chunk('client', utf8.encode(request));
    chunk('server', utf8.encode(response));
    if (frames) {
      chunk('client', closeFrame(frames[0], reason, true));
      chunk('server', closeFrame(frames[1], reason, false));
    }
    capture.addCall({ ...about, kind: 'close', detail: told });
  });
  return trafficOf(capture, openers);
}

const clean: End = { frames: [1000, 1000], told: '1000' };
const own: End = { frames: [4001, 4001], reason: 'lunch', told: '4001, "lunch"' };
const lost: End = { told: '1006' };

it('three ends of the three kinds meet the goal, in any order', () => {
  expect(missingEndings(ended(clean, own, lost))).toBeNull();
  expect(missingEndings(ended(lost, clean, { ...clean, told: '1000' }, own))).toBeNull();
});

it('says what is missing, and what the last one did', () => {
  expect(missingEndings(ended())).toContain('No connection of yours has ended yet');
  expect(missingEndings(ended(clean))).toBe(
    'The last one ended with 1000. Still missing: a code from 4000 to 4999 with a reason; 1006.',
  );
  expect(missingEndings(ended(clean, lost, { frames: [4001, 4001], told: '4001' }))).toBe(
    '4001 came without a reason. Still missing: a code from 4000 to 4999 with a reason.',
  );
  expect(missingEndings(ended(own, lost, { frames: [null, null], told: '1005' }))).toContain(
    'Still missing: a clean 1000.',
  );
});

it('a 1006 after a Close frame is not the one that is wanted', () => {
  expect(missingEndings(ended(clean, own, { frames: [1000, 1000], told: '1006' }))).toContain('1006');
});

it('what a close event said is read back as it was written down', () => {
  const [one] = endingsOf(ended({ frames: [4001, 4001], reason: 'a, "b"', told: '4001, "a, \\"b\\""' }));
  expect(one?.told).toMatchObject({ closeCode: 4001, reason: 'a, "b"' });
  expect(one?.frames.map(({ sender, closeCode, reason }) => [sender, closeCode, reason])).toEqual([
    ['client', 4001, 'a, "b"'],
    ['server', 4001, 'a, "b"'],
  ]);
});
