import { describe, expect, it } from 'vitest';
import { closeFrame, frame, Recording } from '../capture/recording/recording';
import type { Unit } from '../protocol/unit';
import { layerPath, litRanges } from './layer-path';
import { nameOfUnit } from './names';

/** The sample handshake of RFC 6455 §1.3, and frames of §5.7 after it. */
function echoedHello() {
  const hello = frame('text', 'Hello');
  return new Recording()
    .open(0)
    .handshake(0)
    .exchange(2_000, hello, hello)
    .client(4_000, hello)
    .server(5_000, frame('ping'))
    .client(6_000, closeFrame(1000)).capture.decoder;
}

const of = (units: readonly Unit[], layer: string, sender: string) =>
  units.filter((unit) => unit.layer === layer && unit.sender === sender);

describe('a unit’s name', () => {
  const decoder = echoedHello();
  const name = (unit: Unit, openedBy: number | null = 1) =>
    nameOfUnit({ decoder, connection: () => ({ openedBy }) as never }, unit);

  it('says what the handshake’s two messages are', () => {
    expect(name(of(decoder.units, 'http', 'client')[0]!)).toBe('The upgrade request');
    expect(name(of(decoder.units, 'http', 'server')[0]!)).toBe('The 101 response');
  });

  it('counts frames by side, and control frames by themselves', () => {
    const [first, second, close] = of(decoder.units, 'websocket', 'client');
    expect([first, second, close].map((unit) => name(unit!))).toEqual([
      'Your first frame',
      'Your second frame',
      'Your Close frame',
    ]);
    expect(of(decoder.units, 'websocket', 'server').map((unit) => name(unit))).toEqual([
      'The server’s first frame',
      'The server’s first ping',
    ]);
  });

  it('is not yours when another client opened the connection', () => {
    expect(name(of(decoder.units, 'websocket', 'client')[1]!, null)).toBe('The client’s second frame');
  });
});

describe('the layers of a unit', () => {
  const decoder = echoedHello();
  const frame = of(decoder.units, 'websocket', 'client')[0]!;
  const message = of(decoder.units, 'message', 'client')[0]!;
  const read = of(decoder.units, 'tcp', 'client')[1]!;

  it('are the same path from whichever of them one starts', () => {
    expect(layerPath(decoder, frame)).toEqual([read, frame, message]);
    expect(layerPath(decoder, message)).toEqual([read, frame, message]);
  });

  it('light up the same bytes on each of them', () => {
    const payload = { unit: frame, range: { start: 6, end: 11 } };
    expect(litRanges(decoder, frame, payload)).toEqual([{ start: 6, end: 11 }]);
    expect(litRanges(decoder, read, payload)).toEqual([{ start: 6, end: 11 }]);
    expect(litRanges(decoder, message, payload)).toEqual([{ start: 0, end: 5 }]);
    const key = { unit: frame, range: { start: 2, end: 6 } };
    expect(litRanges(decoder, message, key)).toEqual([]);
    expect(litRanges(decoder, frame, { unit: message, range: { start: 1, end: 2 } })).toEqual([
      { start: 7, end: 8 },
    ]);
  });
});
