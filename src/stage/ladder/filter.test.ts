import { describe, expect, it } from 'vitest';
import { FakeCapture, type FakeUnit } from '../../timeline/fake-capture';
import { type LadderFilter, NO_FILTER, passesFilter } from './filter';

const carrying = (...kinds: [layer: 'message' | 'engine.io' | 'socket.io', kind: string][]) =>
  kinds.map(([layer, kind]) => ({ layer, kind, label: kind }) as NonNullable<FakeUnit['carries']>[number]);

const capture = new FakeCapture().connect(1, 0).connect(2, 0);
const story: [string, FakeUnit][] = [
  ['request', { kind: 'request', sender: 'client', at: 1 }],
  ['text', { kind: 'text', sender: 'client', at: 2, carries: carrying(['message', 'text']) }],
  ['ping', { kind: 'ping', sender: 'server', at: 3 }],
  [
    'heartbeat',
    { kind: 'text', sender: 'server', at: 4, carries: carrying(['message', 'text'], ['engine.io', 'ping']) },
  ],
  [
    'event',
    {
      kind: 'text',
      sender: 'client',
      at: 5,
      connection: 2,
      carries: carrying(['message', 'text'], ['engine.io', 'message'], ['socket.io', 'event']),
    },
  ],
  [
    'connect',
    {
      kind: 'text',
      sender: 'client',
      at: 6,
      connection: 2,
      carries: carrying(['message', 'text'], ['engine.io', 'message'], ['socket.io', 'connect']),
    },
  ],
];
const units = story.map(([name, fake]) => {
  const first = capture.units.length;
  capture.unit(fake);
  return { name, unit: capture.units[first + 1]! };
});

function left(filter: Partial<LadderFilter>): string[] {
  const whole = { ...NO_FILTER, ...filter };
  return units.filter(({ unit }) => passesFilter(capture.decoder, whole, unit)).map(({ name }) => name);
}

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
      'goes by the topmost layer',
      { withoutLayers: new Set(['socket.io', 'http']) },
      ['text', 'ping', 'heartbeat'],
    ],
  ])('%s', (_, filter, names) => {
    expect(left(filter)).toEqual(names);
  });
});
