import { describe, expect, it } from 'vitest';
import { hexBytes, openedDecoder } from '../protocol/testing/units';
import { createViewing, fieldHiddenByDevTools, hiddenByDevTools } from './viewing';

/** An opening handshake and then these bytes of the server. */
function after101(hex: string) {
  const decoder = openedDecoder();
  decoder.push(1, 'server', hexBytes(hex), 10);
  return decoder;
}

describe('what browser tools leave out', () => {
  it('is control frames and all fragments but the first, which stands for the message', () => {
    // RFC 6455 §5.7: a ping, “Hel” and “lo” with a pong between them, a close frame.
    const decoder = after101('890548656c6c6f 010348656c 8a00 80026c6f 880203e8');
    const told = decoder.units
      .filter(({ layer }) => layer !== 'tcp')
      .map((unit) => `${unit.layer} ${unit.kind} ${hiddenByDevTools(unit) ? 'hidden' : 'shown'}`);
    expect(told).toEqual([
      'http request shown',
      'http response shown',
      'websocket ping hidden',
      'websocket text shown',
      'message text shown',
      'websocket pong hidden',
      'websocket continuation hidden',
      'websocket close hidden',
    ]);
  });

  it('is a message that never became whole', () => {
    const decoder = after101('010348656c');
    const frame = decoder.units.find(({ layer }) => layer === 'websocket')!;
    expect(hiddenByDevTools(frame)).toBe(true);
  });

  it('is every read and write', () => {
    const decoder = after101('');
    const reads = decoder.units.filter(({ layer }) => layer === 'tcp');
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.every((unit) => hiddenByDevTools(unit))).toBe(true);
  });

  it('is the header of a data frame but for type and length, and the masking key', () => {
    const decoder = openedDecoder();
    decoder.push(1, 'client', hexBytes('818537fa213d7f9f4d5158'), 10);
    const frame = decoder.units.find(({ layer }) => layer === 'websocket')!;
    const fields = decoder.fieldsOf(frame);
    const hidden = fields.filter((field) => fieldHiddenByDevTools(frame, field));
    expect(hidden.map(({ name }) => name)).toEqual(['FIN', 'RSV1', 'RSV2', 'RSV3', 'MASK', 'Masking-key']);
  });
});

it('the view tells of a change once, and only of a change', () => {
  const viewing = createViewing();
  let told = 0;
  const stop = viewing.subscribe(() => told++);
  viewing.setDevTools(false);
  viewing.setDevTools(true);
  viewing.setDevTools(true);
  stop();
  viewing.setDevTools(false);
  expect([told, viewing.devTools]).toEqual([1, false]);
});
