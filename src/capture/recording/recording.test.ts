import { describe, expect, it } from 'vitest';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { createCapture } from '../create-capture';
import { heldMicrosOf } from '../held';
import { closeFrame, frame, Recording } from './recording';

const talk = () =>
  new Recording()
    .socket(9_000)
    .client(20_000, frame('text', 'Hello'))
    .server(20_600, [frame('text', 'Hel', { isFinal: false }), frame('continuation', 'lo')])
    .client(30_000, closeFrame(1000, 'done'))
    .end(31_000, 'client', 'fin');

const frames = ({ capture }: Recording) =>
  capture.decoder.units
    .filter(({ layer }) => layer === 'websocket')
    .map((unit) => `${unit.at} ${unit.sender}: ${capture.decoder.labelOf(unit)}`);

describe('a recording', () => {
  it('is decoded as it was written', () => {
    const recording = talk();
    expect(frames(recording)).toEqual([
      '20000 client: text “Hello”',
      '20600 server: text (FIN 0) “Hel”',
      '20600 server: continuation “lo”',
      '30000 client: close 1000',
    ]);
    const { decoder } = recording.capture;
    expect(decoder.units.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(recording.capture.connection(1)).toMatchObject({
      openedBy: 1,
      ends: [{ how: 'fin', by: 'client' }],
    });
  });

  it('is the same when replayed from its feed', () => {
    const recording = talk().impair(40_000, { delayMs: 80 }).code(50_000, { end: 'server', kind: 'started' });
    const replayed = createCapture();
    replayed.addCall({ id: 1, opener: 1, at: 9_000, end: 'client', kind: 'new WebSocket', detail: '' });
    replayed.apply(recording.records);
    for (const part of ['connections', 'code', 'lastAt'] as const)
      expect(replayed[part]).toEqual(recording.capture[part]);
    const shape = ({ decoder }: typeof replayed) =>
      decoder.units.map((unit) => `${unit.at} ${decoder.sentenceOf(unit)}`);
    expect(shape(replayed)).toEqual(shape(recording.capture));
  });

  it('may be read while it is written, with the same result', () => {
    const recording = new Recording().open(0);
    const { capture } = recording;
    recording.handshake(10).client(2_000, frame('ping', 'beat'));
    expect(recording.capture).toBe(capture);
    expect(frames(recording)).toEqual(['2000 client: ping 4 B']);
  });

  it('keeps connections apart, whatever the order', () => {
    const first = new Recording().open(0).handshake(10);
    const second = first.open(20, 2).exchange(30, encodeRequest('GET /a'), encodeResponse('200 OK', 'é'));
    first.server(2_000, frame('text', 'one'));
    second.on(1).server(2_100, frame('text', 'two'));
    const { units } = first.capture.decoder;
    expect(frames(first)).toEqual(['2000 server: text “one”', '2100 server: text “two”']);
    expect(units.filter(({ connection, layer }) => connection === 2 && layer === 'http')).toHaveLength(2);
    expect(units.every(({ partial }) => !partial)).toBe(true);
  });

  it('has what the lab held, and what belonged to other labs', () => {
    const { capture } = new Recording()
      .open(0, 1, { isPlain: true })
      .skip('client', 50)
      .client(10, 'ab')
      .client(20, 'cd', 80_000);
    const connection = capture.connection(1)!;
    expect(connection.withheldBytes).toEqual({ client: 50, server: 0 });
    expect([0, 2].map((offset) => heldMicrosOf(connection, 'client', offset))).toEqual([0, 80_000]);
  });

  it.each([125, 126, 65_535, 65_536])('writes frames of %d bytes, masked by the client only', (size) => {
    const payload = Uint8Array.from({ length: size }, (_, i) => i);
    const { capture } = new Recording()
      .open(0)
      .handshake(10)
      .client(2_000, frame('binary', payload))
      .server(2_100, frame('binary', payload));
    const messages = capture.decoder.units.filter(({ layer }) => layer === 'message');
    expect(messages.map((unit) => capture.decoder.bytesOf(unit))).toEqual([payload, payload]);
  });
});
