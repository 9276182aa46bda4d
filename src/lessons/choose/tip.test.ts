import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { pageTraffic } from '../page-traffic';
import { measureWay } from './measure';
import { bytesAnHour, type Costs, costsOf, frameHeaderBytes, ranked } from './tip';

const nobody = { client: 0, server: 0 };
const WEBSOCKET: Costs = {
  way: 'websocket',
  setup: 700,
  ask: 0,
  around: nobody,
  isFramed: true,
  roundTripMs: 100,
};
const EVENTS: Costs = {
  way: 'events',
  setup: 800,
  ask: 0,
  around: { client: 700, server: 20 },
  isFramed: false,
  roundTripMs: 100,
};
const SHORT: Costs = { ...EVENTS, way: 'short', setup: 0, ask: 600, around: { client: 700, server: 0 } };
const LONG: Costs = { ...SHORT, way: 'long' };

describe('the model of an hour', () => {
  it('has the header sizes of RFC 6455 §5.2', () => {
    const sizes = [125, 126, 65_535, 65_536].map((size) => [
      frameHeaderBytes('client', size),
      frameHeaderBytes('server', size),
    ]);
    expect(sizes).toEqual([
      [6, 2],
      [8, 4],
      [8, 4],
      [14, 10],
    ]);
  });

  it('adds up handshake, heartbeats and messages', () => {
    const setting = { perHour: { client: 10, server: 20 }, textBytes: 50 };
    expect(bytesAnHour(WEBSOCKET, setting)).toBe(700 + 144 * 8 + 10 * 56 + 20 * 52);
    expect(bytesAnHour(EVENTS, setting)).toBe(800 + 10 * 750 + 20 * 70);
    expect(bytesAnHour(SHORT, setting)).toBe(3600 * 600 + 10 * 750 + 20 * 50);
    expect(bytesAnHour(LONG, setting)).toBe(180 * 600 + 10 * 750 + 20 * 50);
  });

  it('asks no more often by long polling than round trips fit', () => {
    const busy = { perHour: { client: 0, server: 72_000 }, textBytes: 50 };
    expect(bytesAnHour(LONG, busy)).toBe(36_000 * 600 + 72_000 * 50);
  });

  it('tips where hardly anything is said', () => {
    const all = [SHORT, LONG, EVENTS, WEBSOCKET];
    const least = (client: number, server: number) =>
      ranked(all, { perHour: { client, server }, textBytes: 48 })[0]?.way;
    expect([least(3600, 3600), least(0, 1)]).toEqual(['websocket', 'events']);
  });

  it('takes from a run what is around each message, so that it computes the run’s own bytes', () => {
    const recording = new Recording().socket(0);
    const text = '{"id":1,"atMicros":90000,"text":"Note 1"}';
    recording.client(100_000, frame('text', text)).server(200_000, frame('text', text));
    const traffic = pageTraffic(recording);
    const measures = measureWay(traffic);
    const measured = {
      way: 'websocket',
      delayMs: 50,
      openers: new Set([1]),
      uncertaintyMicros: 0,
      measures,
    } as const;
    const costs = costsOf(traffic.capture, measured);
    expect(costs).toMatchObject({
      setup: measures.setupBytes,
      around: nobody,
      isFramed: true,
      roundTripMs: 100,
    });
  });
});
