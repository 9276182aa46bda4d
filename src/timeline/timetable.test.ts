import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { encodeFrame, encodeHandshake, encodeRequest, encodeResponse } from '../protocol/encode';
import { timetableOf } from './timetable';

const REQUEST = encodeRequest('GET /page');
const RESPONSE = encodeResponse('200 OK', 'ok');
const TEXT = frame('text', 'Hello');
const SPLIT = encodeFrame('text', 'Hello', { isMasked: true });

function handshaken(): Recording {
  const { client, server } = encodeHandshake({ target: '/ws?call=1' });
  return new Recording()
    .call(9_000, 'new WebSocket')
    .open(9_400)
    .exchange(10_000, client, server, 2_000)
    .call(12_700, 'open');
}

/** Each flight with when it leaves and lands, whole microseconds. */
function times({ capture }: Recording) {
  const { flights, leaveAt, landAt } = timetableOf(capture);
  return flights.map(({ unit, inferred }, i) => [
    unit.kind,
    Math.round(leaveAt[i]!),
    Math.round(landAt[i]!),
    inferred,
  ]);
}

describe('the flights of a capture', () => {
  it('take the browser’s end from its own calls and the server’s end from the tap', () => {
    const recording = handshaken()
      .call(20_000, 'send')
      .call(20_100, 'send')
      .client(20_600, [TEXT, frame('binary', 'Hello')])
      .server(20_700, TEXT)
      .call(21_300, 'message');
    expect(times(recording)).toEqual([
      ['request', 9_000, 10_000, 'sent'],
      ['response', 12_000, 12_700, 'received'],
      ['text', 20_000, 20_600, 'sent'],
      ['binary', 20_100, 20_600, 'sent'],
      ['text', 20_700, 21_300, 'received'],
    ]);
  });

  it('use the estimated one-way time where no call tells', () => {
    const recording = new Recording().open(0).exchange(10_000, REQUEST, RESPONSE, 2_000);
    expect(times(recording)).toEqual([
      ['request', 9_750, 10_000, 'sent'],
      ['response', 12_000, 12_250, 'received'],
    ]);
  });

  it('learn the one-way time from the quickest matched call', () => {
    const recording = handshaken();
    timetableOf(recording.capture);
    expect(timetableOf(recording.capture).oneWayMicros).toBe(700);
    expect(times(recording.server(50_000, frame('ping'))).at(-1)).toEqual([
      'ping',
      50_000,
      50_700,
      'received',
    ]);
  });

  it('let a browser answer a ping only after it has received it', () => {
    const recording = handshaken().server(50_000, frame('ping')).client(50_800, frame('pong'));
    expect(times(recording).slice(2)).toEqual([
      ['ping', 50_000, 50_392, 'received'],
      ['pong', 50_408, 50_800, 'sent'],
    ]);
  });

  it('are never sent after they are received, whatever the page’s clock says', () => {
    const { capture } = handshaken()
      .call(99_000, 'send')
      .client(20_600, TEXT)
      .server(20_700, TEXT)
      .call(1_000, 'message');
    const { leaveAt, landAt } = timetableOf(capture);
    for (const [i, leave] of leaveAt.entries()) expect(leave).toBeLessThan(landAt[i]!);
  });

  it('join a request on a reused connection to the fetch whose number it bears', () => {
    const recording = new Recording()
      .call(1_000, 'fetch')
      .open(1_100)
      .exchange(1_500, encodeRequest('GET /page?call=1'), RESPONSE, 100)
      .call(1_900, 'fetched')
      .call(5_000, 'fetch', '', 2)
      .exchange(5_300, encodeRequest('GET /page?call=2'), RESPONSE, 100)
      .call(5_800, 'fetched', '', 2);
    expect(times(recording).slice(2)).toEqual([
      ['request', 5_000, 5_300, 'sent'],
      ['response', 5_400, 5_800, 'received'],
    ]);
  });

  it('take only the first request of a client that comes back for one of its call', () => {
    const upgrade = encodeHandshake({ target: '/socket.io/?call=1' });
    const recording = new Recording()
      .call(1_000, 'io')
      .open(9_000)
      .exchange(10_000, upgrade.client, upgrade.server, 2_000)
      .end(500_000, 'server', 'reset')
      .open(899_000, 2)
      .exchange(900_000, upgrade.client, upgrade.server, 2_000);
    expect(times(recording)).toEqual([
      ['request', 1_000, 10_000, 'sent'],
      ['response', 12_000, 21_000, 'received'],
      ['request', 891_000, 900_000, 'sent'],
      ['response', 902_000, 911_000, 'received'],
    ]);
  });

  it('do not let a stream that is asked for again come before it is asked for', () => {
    const ask = encodeRequest('GET /events?call=1');
    const recording = new Recording()
      .call(1_000, 'EventSource')
      .open(9_000)
      .exchange(9_500, ask, RESPONSE, 100)
      .call(9_850, 'open')
      .exchange(500_000, ask, RESPONSE, 100);
    expect(times(recording).slice(2)).toEqual([
      ['request', 499_750, 500_000, 'sent'],
      ['response', 500_100, 500_350, 'received'],
    ]);
  });

  it('take a call that comes after its unit', () => {
    const recording = handshaken().server(20_000, TEXT);
    expect(timetableOf(recording.capture).landAt[2]).toBe(20_700);
    recording.call(24_000, 'message');
    expect(timetableOf(recording.capture).landAt[2]).toBe(24_000);
  });

  it('follow a unit whose last byte comes later', () => {
    const recording = handshaken().client(20_000, SPLIT.slice(0, 7));
    const { capture } = recording;
    timetableOf(capture);
    recording.client(90_000, SPLIT.slice(7));
    expect(timetableOf(capture).landAt[2]).toBe(90_000);
    expect(timetableOf(capture).moments.at.at(-1)).toBe(90_000);
  });

  it('keep the order of units that passed in the same microsecond', () => {
    const { capture } = handshaken().server(
      30_000,
      Array.from({ length: 5 }, () => TEXT),
    );
    const { leaveAt, landAt } = timetableOf(capture);
    for (let i = 3; i < 7; i++) {
      expect(leaveAt[i]).toBeGreaterThan(leaveAt[i - 1]!);
      expect(landAt[i]).toBeGreaterThan(landAt[i - 1]!);
    }
  });

  it('say which moments are settled, and tell when one moved after all', () => {
    const recording = handshaken().client(20_000, SPLIT.slice(0, 7)).server(9_000_000, frame('ping'));
    const { capture } = recording;
    const timetable = timetableOf(capture);
    expect(timetable.moments.at[timetable.settled - 1]).toBeLessThanOrEqual(8_000_000);
    expect(timetable.epoch).toBe(0);
    recording.client(9_500_000, SPLIT.slice(7));
    expect(timetableOf(capture).epoch).toBe(1);
  });
});
