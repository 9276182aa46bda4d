import { describe, expect, it } from 'vitest';
import { createCapture } from '../capture/create-capture';
import type { FeedRecord } from '../protocol/feed';
import { handshake, hexBytes, unitsOf } from '../protocol/testing/units';
import type { Peer } from '../protocol/unit';
import { codeOf } from './code-line';

/** A WebSocket on a connection that this page opened (`call` 1), or that another client did. */
function opened(isOurs: boolean, target = '/lab/0/ws') {
  const capture = createCapture();
  const sent: Record<Peer, number> = { client: 0, server: 0 };
  let seq = 0;
  const log = (record: object) => capture.apply([{ ...record, seq: ++seq } as FeedRecord]);
  const push = (sender: Peer, atMicros: number, bytes: Uint8Array) => {
    log({ type: 'chunk', connection: 1, sender, atMicros, offset: sent[sender], heldMicros: 0, bytes });
    sent[sender] += bytes.length;
  };
  const ends = { client: { address: 'a', port: 1 }, server: { address: 'b', port: 2 } };
  if (isOurs)
    capture.addCall({ id: 1, opener: 1, at: 5, kind: 'new WebSocket', detail: '"ws://b/ws"', end: 'client' });
  log({ type: 'open', connection: 1, atMicros: 8, via: 'direct', ...ends });
  const bytes = handshake({ target: isOurs ? `${target}?call=1` : target });
  push('client', 10, bytes.client);
  push('server', 20, bytes.server);
  return { capture, push };
}

const HELLO = '81 85 37 fa 21 3d 7f 9f 4d 51 58';

describe('the code behind a unit', () => {
  it('is the page’s own call, from whichever layer one asks', () => {
    const { capture, push } = opened(true);
    capture.addCall({ opener: 1, at: 95, kind: 'send', detail: '"Hello"', end: 'client' });
    push('client', 100, hexBytes(HELLO));
    const { units } = capture.decoder;
    for (const unit of [unitsOf(capture.decoder, 'websocket')[0]!, unitsOf(capture.decoder, 'message')[0]!]) {
      expect(codeOf(capture, unit).line).toMatchObject({ text: 'socket.send("Hello")', how: 'called' });
    }
    const request = units.find(({ kind }) => kind === 'request')!;
    expect(codeOf(capture, request).line?.text).toBe('new WebSocket("ws://b/ws")');
  });

  it('is nothing for another client’s bytes, and says why', () => {
    const { capture, push } = opened(false);
    push('client', 100, hexBytes(HELLO));
    const code = codeOf(capture, unitsOf(capture.decoder, 'websocket')[0]!);
    expect(code).toEqual({ line: null, note: expect.stringMatching(/Another client/) });
  });

  it('is nothing for a ping, which no code sees', () => {
    const { capture, push } = opened(true);
    push('server', 100, hexBytes('89 00'));
    expect(codeOf(capture, unitsOf(capture.decoder, 'websocket')[0]!).note).toMatch(/No code sees a ping/);
  });

  it('is read from an event of Socket.IO where nobody saw it, and says that it is inferred', () => {
    const { capture, push } = opened(false, '/socket.io/?EIO=4&transport=websocket');
    push('client', 100, hexBytes('81 8a 00 00 00 00 34 32 37 5b 22 68 69 22 5d 20'));
    const { line } = codeOf(capture, unitsOf(capture.decoder, 'socket.io')[0]!);
    expect(line).toEqual({ text: 'socket.emit("hi", callback)', how: 'inferred', call: null });
  });
});
