import { expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { encodeEngineOpen, encodeRequest, encodeResponse } from '../protocol/encode';
import type { Peer } from '../protocol/unit';
import { sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

const TARGET = '/socket.io/?EIO=4&transport=polling';

/** Each entry is a read or write of the server's socket: sender, time (microseconds), bytes. */
function sidsAt(moments: readonly number[], ...chunks: readonly [Peer, number, string][]) {
  const recording = new Recording().open(1_000);
  for (const [sender, at, text] of chunks) recording[sender](at, text);
  const timetable = timetableOf(recording.capture);
  return moments.map((now) => sceneAt(timetable, createWarp('real', timetable), now).cables[0]?.sid);
}

const request = (query = '') => encodeRequest(`GET ${TARGET}${query}`);
const open = (sid: string) => encodeResponse('200 OK', encodeEngineOpen(sid), ['Content-Type: text/plain']);

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
