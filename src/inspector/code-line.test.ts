import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { unitsOf } from '../protocol/testing/units';
import { codeOf } from './code-line';

/** A WebSocket that this page opened by its call 1, or that another client opened. */
const ours = () =>
  new Recording().call(0, 'new WebSocket', '"ws://b/ws"').open(400).handshake(900, { call: 1 });
const anothers = (target = '/ws') => new Recording().open(400).handshake(900, { target });

const HELLO = frame('text', 'Hello');

describe('the code behind a unit', () => {
  it('is the page’s own call, from whichever layer one asks', () => {
    const { capture } = ours().call(9_500, 'send', '"Hello"').client(10_000, HELLO);
    const { units } = capture.decoder;
    for (const unit of [unitsOf(capture.decoder, 'websocket')[0]!, unitsOf(capture.decoder, 'message')[0]!]) {
      expect(codeOf(capture, unit).line).toMatchObject({ text: 'socket.send("Hello")', how: 'called' });
    }
    const request = units.find(({ kind }) => kind === 'request')!;
    expect(codeOf(capture, request).line?.text).toBe('new WebSocket("ws://b/ws")');
  });

  it('is nothing for another client’s bytes, and says why', () => {
    const { capture } = anothers().client(10_000, HELLO);
    const code = codeOf(capture, unitsOf(capture.decoder, 'websocket')[0]!);
    expect(code).toEqual({ line: null, note: expect.stringMatching(/Another program/) });
  });

  it('is nothing for a ping, which no code sees', () => {
    const { capture } = ours().server(10_000, frame('ping'));
    expect(codeOf(capture, unitsOf(capture.decoder, 'websocket')[0]!).note).toMatch(
      /The code of a page never sees a ping/,
    );
  });

  it('is read from an event of Socket.IO where nobody saw it, and says that it is inferred', () => {
    const { capture } = anothers('/socket.io/?EIO=4&transport=websocket').client(
      10_000,
      frame('text', '427["hi"] '),
    );
    const { line } = codeOf(capture, unitsOf(capture.decoder, 'socket.io')[0]!);
    expect(line).toEqual({ text: 'socket.emit("hi", callback)', how: 'inferred', call: null });
  });
});
