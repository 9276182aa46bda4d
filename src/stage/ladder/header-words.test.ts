import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createDecoder, fetchLayers } from '../../protocol';
import { encodeFrame, encodeHandshake } from '../../protocol/encode';
import { headerWords } from './header-words';

await fetchLayers();

it('says of a frame whether it is masked, and compressed', () => {
  const decoder = createDecoder();
  const { client, server } = encodeHandshake({ target: '/chat', extensions: 'permessage-deflate' });
  decoder.push(1, 'client', new TextEncoder().encode(client), 0);
  decoder.push(1, 'server', new TextEncoder().encode(server), 0);
  const deflated = deflateRawSync('Hello', { finishFlush: 2 }).subarray(0, -4);
  decoder.push(1, 'client', encodeFrame('text', 'plain', { isMasked: true }), 0);
  decoder.push(1, 'client', encodeFrame('text', deflated, { isMasked: true, isCompressed: true }), 0);
  decoder.push(1, 'server', encodeFrame('text', 'plain', { isMasked: false }), 0);
  decoder.push(1, 'server', encodeFrame('text', deflated, { isMasked: false, isCompressed: true }), 0);
  const frames = decoder.units.filter(({ layer }) => layer === 'websocket');
  expect(frames.map((frame) => headerWords(decoder, frame))).toEqual([
    'masked',
    'masked · compressed',
    null,
    'compressed',
  ]);
});
