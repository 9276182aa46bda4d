import { expect, it } from 'vitest';
import { createCapture } from '../capture/create-capture';
import type { Peer } from '../protocol/unit';
import { sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

const TARGET = '/socket.io/?EIO=4&transport=polling';

/** Each entry is one read or write of the server's socket: who sent it, when (microseconds), what. */
function sidsAt(moments: readonly number[], ...chunks: readonly [Peer, number, string][]) {
  const capture = createCapture();
  const ends = { client: { address: '::1', port: 50_000 }, server: { address: '::1', port: 8101 } };
  capture.apply([{ type: 'open', seq: 1, connection: 1, atMicros: 1_000, via: 'direct', ...ends }]);
  const offsets = { client: 0, server: 0 };
  chunks.forEach(([sender, atMicros, text], i) => {
    const bytes = new TextEncoder().encode(text);
    const offset = offsets[sender];
    offsets[sender] += bytes.length;
    capture.apply([
      { type: 'chunk', seq: i + 2, connection: 1, sender, atMicros, offset, heldMicros: 0, bytes },
    ]);
  });
  const timetable = timetableOf(capture);
  return moments.map((now) => sceneAt(timetable, createWarp('real', timetable), now).cables[0]?.sid);
}

const request = (query = ''): string => `GET ${TARGET}${query} HTTP/1.1\r\nHost: x\r\n\r\n`;
const response = (body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const open = (sid: string): string =>
  response(`0{"sid":"${sid}","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}`);

it('knows the session of a connection from the open packet on, not before', () => {
  const sids = sidsAt(
    [2_000, 4_999, 5_000, 9_000],
    ['client', 2_000, request()],
    ['server', 5_000, open('abc')],
  );
  expect(sids).toEqual([null, null, 'abc', 'abc']);
});

it('knows it from the first request that names it', () => {
  const sids = sidsAt([1_500, 7_000], ['client', 7_000, request('&sid=abc')]);
  expect(sids).toEqual([null, 'abc']);
});

it('tells the sessions apart that one connection carries after the other', () => {
  const sids = sidsAt(
    [3_000, 4_000, 6_000],
    ['client', 2_000, request()],
    ['server', 3_000, open('abc')],
    ['client', 5_000, request()],
    ['server', 6_000, open('def')],
  );
  expect(sids).toEqual(['abc', 'abc', 'def']);
});
