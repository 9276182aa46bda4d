import { expect, it } from 'vitest';
import { createCapture } from '../capture/create-capture';
import type { FeedRecord } from '../protocol/feed';
import { concat, handshake, utf8 } from '../protocol/testing/units';
import { FakeCapture } from './fake-capture';
import { sceneAt } from './scene';
import { keepSame } from './scene-same';
import { trackOf } from './track';
import { createWarp } from './warp';

it('keeps the scene while only positions differ, and the cables on which nothing happened', () => {
  const capture = new FakeCapture().connect(1, 0).connect(2, 0);
  for (const connection of [1, 2]) capture.unit({ connection, kind: 'text', sender: 'server', at: 1_000 });
  capture.unit({ connection: 2, kind: 'text', sender: 'client', at: 2_000 });
  const track = trackOf(capture);
  const at = (now: number) => sceneAt(track, createWarp('real', track), now);
  const before = at(1_100);
  expect(keepSame(before, at(1_200))).toBe(before);
  const after = keepSame(before, at(2_000));
  expect(after).not.toBe(before);
  expect(after.cables[0]).toBe(before.cables[0]);
  expect(after.cables[1]).not.toBe(before.cables[1]);
});

it('draws a unit anew whose fault comes after it was drawn', () => {
  const capture = createCapture();
  const ends = { client: { address: '', port: 1 }, server: { address: '', port: 2 } };
  capture.apply([{ type: 'open', seq: 1, connection: 1, atMicros: 0, via: 'direct', ...ends }]);
  let seq = 1;
  const write = (sender: 'client' | 'server', bytes: Uint8Array, atMicros: number) => {
    const offset = capture.decoder.connection(1)?.bytes[sender] ?? 0;
    const chunk = { type: 'chunk', connection: 1, sender, atMicros, offset, heldMicros: 0, bytes } as const;
    capture.apply([{ ...chunk, seq: ++seq } satisfies FeedRecord]);
  };
  const frame = (opcode: number, text: string) =>
    concat(Uint8Array.of(0x80 | opcode, text.length), utf8.encode(text));
  const opening = handshake({ target: '/socket.io/?EIO=4&transport=websocket' });
  write('client', opening.client, 1_000);
  write('server', opening.server, 2_000);
  // The packet is complete only with its attachment, in another frame: then its placeholder turns out to be wrong.
  write('server', frame(1, '451-["a",{"_placeholder":true,"num":5}]'), 3_000);
  const at = (now: number) => sceneAt(trackOf(capture), createWarp('real', trackOf(capture)), now);
  const before = at(3_500);
  expect(keepSame(before, at(3_500))).toBe(before);
  const fault = () => capture.decoder.units.find(({ layer }) => layer === 'socket.io')?.fault?.message;
  expect(fault()).toBeUndefined();
  write('server', frame(2, 'data'), 4_000);
  expect(fault()).toMatch(/does not exist/);
  const after = keepSame(before, at(3_500));
  expect(after.cables[0]).not.toBe(before.cables[0]);
});
