import { expect, it, vi } from 'vitest';
import { handshake, hexBytes } from '../testing/units';

// Another test of this process may have fetched it.
vi.resetModules();
const { createDecoder } = await import('../create-decoder');
const { mqtt } = await import('./layer');

it('is held back until its decoding has been fetched with its first traffic', async () => {
  let onChange = () => {};
  const come = new Promise<void>((resolve) => {
    onChange = resolve;
  });
  const decoder = createDecoder({ changed: () => onChange() });
  const opened = handshake({ target: '/broker', subprotocol: 'mqtt' });
  // CONNECT, masked with zeros.
  const connect = hexBytes('8290 00000000 100e 0004 4d515454 05 02 003c 00 0001 61');
  decoder.push(1, 'client', opened.client, 0);
  expect([mqtt.source?.isHere, decoder.heldUp]).toEqual([false, null]);
  decoder.push(1, 'server', opened.server, 1);
  decoder.push(1, 'client', connect, 2);
  decoder.push(1, 'server', hexBytes('8205 2003 00 00 00'), 3);
  expect(decoder.heldUp).toBe('fetching');
  await come;
  expect(decoder.heldUp).toBe(null);
  const packets = decoder.units.filter(({ layer }) => layer === 'mqtt');
  expect(packets.map((unit) => decoder.labelOf(unit))).toEqual(['CONNECT “a”', 'CONNACK Success']);
});
