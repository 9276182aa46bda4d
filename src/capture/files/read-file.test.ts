import { expect, it } from 'vitest';
import { encodeFrame, encodeRequest } from '../../protocol/encode';
import { fetchLayers } from '../../protocol/layers';
import { readBack } from './testing';

await fetchLayers();

const notesOf = (...bytes: readonly number[]) =>
  readBack(Uint8Array.from(bytes)).notes.map(({ what, text }) => [what, text]);

it('raw bytes are read when they are HTTP or frames', () => {
  expect(readBack(encodeFrame('binary', Uint8Array.of(0, 1, 2), { isMasked: true })).units).toHaveLength(2);
  const request = new TextEncoder().encode(encodeRequest('POST /', [], '\0\u0001'));
  expect(readBack(request).units).toEqual([expect.stringContaining('1 http client request')]);
});

it('other bytes are not taken for anything, and what they are is said where it helps', () => {
  expect(notesOf(0x50, 0x4b, 3, 4, 0, 0, 0, 0)).toEqual([
    ['unknown-format', expect.stringContaining('unpack it first')],
  ]);
  expect(notesOf(0xa1, 0xb2, 0xcd, 0x34, 0, 0, 0, 0)).toEqual([
    ['unknown-format', expect.stringContaining('editcap -F pcap”')],
  ]);
  expect(notesOf(0xff, 0xfe, 0, 0, 0xab, 0, 0, 0)).toEqual([
    ['unknown-format', expect.stringContaining('they begin with ff fe 00 00 ab 00 00 00')],
  ]);
});
