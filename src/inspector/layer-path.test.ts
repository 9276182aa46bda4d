import { expect, it } from 'vitest';
import { createDecoder } from '../protocol';
import { encodeFrame } from '../protocol/encode';
import { concat } from '../protocol/testing/bytes';
import { handshake } from '../protocol/testing/units';
import { isWithAnswer } from './layer-path';

it('only frames behind the head of the 101, in the same write, came with it', () => {
  const decoder = createDecoder();
  const { client, server } = handshake();
  const hello = encodeFrame('text', 'Hello', { isMasked: false });
  decoder.push(1, 'client', client, 0);
  decoder.push(1, 'server', concat(server, hello), 0);
  decoder.push(1, 'server', hello, 1);
  decoder.push(1, 'client', encodeFrame('text', 'Hello', { isMasked: true }), 2);
  const found = decoder.units.filter((unit) => isWithAnswer(decoder, unit));
  expect(found.map(({ layer, at }) => [layer, at])).toEqual([
    ['websocket', 0],
    ['message', 0],
  ]);
});
