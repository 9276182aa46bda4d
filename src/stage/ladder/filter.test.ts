import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { type LadderFilter, NO_FILTER, passesFilter } from './filter';

const SOCKET_IO = { target: '/socket.io/?EIO=4&transport=websocket' };

/** A plain WebSocket, and two of Socket.IO. */
const { capture } = new Recording()
  .open(0)
  .handshake(0)
  .client(2_000, frame('text', 'Hello'))
  .server(3_000, frame('ping'))
  .open(0, 3)
  .handshake(0, SOCKET_IO)
  .server(4_000, frame('text', '2'))
  .open(0, 2)
  .handshake(0, SOCKET_IO)
  .client(5_000, frame('text', '42["hi"]'))
  .client(6_000, frame('text', '40'));
const request = capture.decoder.units.find(({ kind }) => kind === 'request')!;
const frames = capture.decoder.units.filter(({ layer }) => layer === 'websocket');
const names = ['request', 'text', 'ping', 'heartbeat', 'event', 'connect'];
const units = [request, ...frames].map((unit, i) => ({ name: names[i]!, unit }));

function left(filter: Partial<LadderFilter>): string[] {
  const whole = { ...NO_FILTER, ...filter };
  return units.filter(({ unit }) => passesFilter(capture.decoder, whole, unit)).map(({ name }) => name);
}

it('shows faults and notices only, with what carries them', () => {
  const broken = new Recording()
    .open(0)
    .handshake(0)
    .server(1_000, frame('text', 'whole'))
    .server(2_000, frame('text', Uint8Array.of(0xff)));
  const { decoder } = broken.capture;
  const shown = decoder.units
    .filter(({ layer }) => layer === 'websocket')
    .filter((unit) => passesFilter(decoder, { ...NO_FILTER, onlyFaults: true }, unit));
  expect(shown.map((unit) => unit.end - unit.start)).toEqual([3]);
});

describe('the ladder’s filter', () => {
  it.each<[string, Partial<LadderFilter>, string[]]>([
    ['lets everything pass at first', {}, ['request', 'text', 'ping', 'heartbeat', 'event', 'connect']],
    ['shows one connection alone', { connection: 2 }, ['event', 'connect']],
    ['shows Socket.IO events only', { onlyEventsOf: 'socket.io' }, ['event']],
    [
      'hides the heartbeats of both layers',
      { withoutHeartbeats: true },
      ['request', 'text', 'event', 'connect'],
    ],
    [
      'counts a message as WebSocket',
      { withoutLayers: new Set(['websocket']) },
      ['request', 'heartbeat', 'event', 'connect'],
    ],
    [
      'goes by the innermost layer',
      { withoutLayers: new Set(['socket.io', 'http']) },
      ['text', 'ping', 'heartbeat'],
    ],
  ])('%s', (_, filter, names) => {
    expect(left(filter)).toEqual(names);
  });
});
