import { expect, test } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeEngineOpen } from '../../protocol/encode';
import { allTraffic } from '../traffic';
import { ticksOf } from './ticks';

/** One WebSocket session after another: the id that CONNECT gave, and the numbers that came. */
function sessions(...all: readonly { readonly id: string; readonly ticks: readonly number[] }[]) {
  const recording = new Recording();
  all.forEach(({ id, ticks }, n) => {
    const at = n * 10_000;
    const packets = [
      encodeEngineOpen(`e${n}`),
      `40{"sid":"${id}"}`,
      ...ticks.map((tick) => `42["tick",${tick}]`),
    ];
    recording
      .open(at, n + 1)
      .handshake(at, { target: '/lab/a/socket.io/?EIO=4&transport=websocket' })
      .server(
        at + 5_000,
        packets.map((packet) => frame('text', packet)),
      );
  });
  return allTraffic(recording.capture);
}

test('a cut does not count until a tick follows it', () => {
  expect(ticksOf(sessions({ id: 'a', ticks: [1, 2] }))).toBeNull();
  expect(ticksOf(sessions({ id: 'a', ticks: [1, 2] }, { id: 'b', ticks: [] }))).toBeNull();
});

test('what came between is missed, and a new session has another id', () => {
  expect(ticksOf(sessions({ id: 'a', ticks: [1, 2] }, { id: 'b', ticks: [5, 6] }))).toEqual({
    before: 2,
    after: 5,
    missed: 2,
    isSameId: false,
  });
});

test('after a recovery nothing is missed, and the id is the same', () => {
  expect(ticksOf(sessions({ id: 'a', ticks: [1, 2] }, { id: 'a', ticks: [3, 4] }))).toMatchObject({
    missed: 0,
    isSameId: true,
  });
});

test('the newest cut counts, and sessions without a tick do not', () => {
  const all = sessions(
    { id: 'a', ticks: [1] },
    { id: 'b', ticks: [4] },
    { id: 'c', ticks: [] },
    { id: 'd', ticks: [] },
  );
  expect(ticksOf(all)).toMatchObject({ before: 1, after: 4 });
});
