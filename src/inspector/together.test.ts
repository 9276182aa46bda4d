import { expect, it } from 'vitest';
import { createDecoder } from '../protocol';
import { encodeFrame } from '../protocol/encode';
import { concat } from '../protocol/testing/bytes';
import { handshake } from '../protocol/testing/units';
import { togetherText } from './together';

it('frames that came whole in one read or write are told together', () => {
  const decoder = createDecoder();
  const { client, server } = handshake();
  decoder.push(1, 'client', client, 0);
  decoder.push(1, 'server', server, 0);
  const masked = encodeFrame('text', 'Hello', { isMasked: true });
  const hello = encodeFrame('text', 'Hello', { isMasked: false });
  decoder.push(1, 'client', concat(masked, masked), 1);
  decoder.push(1, 'server', concat(hello, hello, hello), 2);
  decoder.push(1, 'server', hello, 3);
  decoder.push(1, 'server', concat(hello, hello.subarray(0, 4)), 4);
  decoder.push(1, 'server', hello.subarray(4), 5);
  const frames = decoder.units.filter(({ layer }) => layer === 'websocket');
  const ofClient = (place: number) =>
    `Frame ${place} of 2 that came whole in one read of 22 bytes. One read at the server may return all of them: a program that takes one frame from each read loses the others.`;
  const ofServer = (place: number) =>
    `Frame ${place} of 3 that came whole in one write of 21 bytes. One read at the client may return all of them: a program that takes one frame from each read loses the others.`;
  expect(frames.map((frame) => togetherText(decoder, frame))).toEqual([
    ofClient(1),
    ofClient(2),
    ofServer(1),
    ofServer(2),
    ofServer(3),
    null,
    null,
    null,
  ]);
});
