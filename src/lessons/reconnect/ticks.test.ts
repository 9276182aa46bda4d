import { expect, test } from 'vitest';
import { createCapture } from '../../capture/create-capture';
import { allTraffic } from '../traffic';
import { ticksOf } from './ticks';

/** One WebSocket session after another: the id that CONNECT gave, and the numbers that came. */
function sessions(...all: readonly { readonly id: string; readonly ticks: readonly number[] }[]) {
  const capture = createCapture();
  let seq = 0;
  for (const [at, { id, ticks }] of all.entries()) {
    const connection = at + 1;
    const end = { address: '127.0.0.1', port: 1 };
    const atMicros = connection * 1000;
    capture.apply([
      { type: 'open', seq: ++seq, connection, atMicros, client: end, server: end, via: 'direct' },
    ]);
    const chunk = (sender: 'client' | 'server', bytes: Uint8Array, offset: number) =>
      capture.apply([
        { type: 'chunk', seq: ++seq, connection, sender, atMicros, offset, heldMicros: 0, bytes },
      ]);
    const request = `GET /lab/a/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    const response =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
    chunk('client', bytesOf(request), 0);
    const packets = [
      `0{"sid":"e${at}","upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":1}`,
      `40{"sid":"${id}"}`,
      ...ticks.map((n) => `42["tick",${n}]`),
    ];
    chunk('server', bytesOf(response), 0);
    let offset = response.length;
    for (const packet of packets) {
      const frame = Uint8Array.of(0x81, packet.length, ...bytesOf(packet));
      chunk('server', frame, offset);
      offset += frame.length;
    }
  }
  return allTraffic(capture);
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('a cut without a tick after it is none yet', () => {
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
