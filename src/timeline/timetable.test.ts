import { describe, expect, it } from 'vitest';
import { FakeCapture } from './fake-capture';
import { flightOf, timetableOf } from './timetable';

const opened = () => new FakeCapture().call('new WebSocket', 1, 9_000).connect(1, 9_400, { openedBy: 1 });

function handshaken(): FakeCapture {
  return opened()
    .unit({ kind: 'request', sender: 'client', at: 10_000, call: 1 })
    .unit({ kind: 'response', sender: 'server', at: 12_000, switches: true })
    .call('open', 1, 12_700);
}

const times = (capture: FakeCapture) =>
  timetableOf(capture).flights.map(({ unit, sentAt, receivedAt, inferred }) => [
    unit.kind,
    sentAt,
    receivedAt,
    inferred,
  ]);

describe('the flights of a capture', () => {
  it('take the browser’s end from its own calls and the server’s end from the tap', () => {
    const capture = handshaken()
      .call('send', 1, 20_000)
      .call('send', 1, 20_100)
      .unit({ kind: 'text', sender: 'client', at: 20_600 })
      .unit({ kind: 'binary', sender: 'client', at: 20_600 })
      .unit({ kind: 'text', sender: 'server', at: 20_700 })
      .call('message', 1, 21_300);
    expect(times(capture)).toEqual([
      ['request', 9_000, 10_000, 'sent'],
      ['response', 12_000, 12_700, 'received'],
      ['text', 20_000, 20_600, 'sent'],
      ['binary', 20_100, 20_600, 'sent'],
      ['text', 20_700, 21_300, 'received'],
    ]);
  });

  it('use the estimated one-way time where no call tells', () => {
    const capture = new FakeCapture().connect(1, 0);
    capture.unit({ kind: 'request', sender: 'client', at: 10_000 });
    capture.unit({ kind: 'response', sender: 'server', at: 12_000 });
    const [request, response] = timetableOf(capture).flights.map(({ unit }) => unit);
    expect(flightOf(capture, request!, 400)).toMatchObject({ sentAt: 9_600, receivedAt: 10_000 });
    expect(flightOf(capture, response!, 400)).toMatchObject({ sentAt: 12_000, receivedAt: 12_400 });
  });

  it('learn the one-way time from the quickest matched call', () => {
    const capture = handshaken().unit({ kind: 'ping', sender: 'server', at: 50_000 });
    timetableOf(capture);
    expect(timetableOf(capture).oneWayMicros).toBe(700);
    const ping = timetableOf(capture).flights[2]!.unit;
    expect(flightOf(capture, ping).receivedAt).toBe(50_700);
  });

  it('let a browser answer a ping only after it has received it', () => {
    const capture = handshaken()
      .unit({ kind: 'ping', sender: 'server', at: 50_000 })
      .unit({ kind: 'pong', sender: 'client', at: 50_800 });
    expect(times(capture).slice(2)).toEqual([
      ['ping', 50_000, 50_392, 'received'],
      ['pong', 50_408, 50_800, 'sent'],
    ]);
  });

  it('are never sent after they are received, whatever the page’s clock says', () => {
    const capture = handshaken()
      .call('send', 1, 99_000)
      .unit({ kind: 'text', sender: 'client', at: 20_600 })
      .unit({ kind: 'text', sender: 'server', at: 20_700 })
      .call('message', 1, 1_000);
    for (const { sentAt, receivedAt } of timetableOf(capture).flights)
      expect(sentAt).toBeLessThanOrEqual(receivedAt);
  });

  it('join a request on a reused connection to the fetch whose number it bears', () => {
    const capture = new FakeCapture()
      .call('fetch', 1, 1_000)
      .connect(1, 1_100, { openedBy: 1 })
      .unit({ kind: 'request', sender: 'client', at: 1_500, call: 1 })
      .unit({ kind: 'response', sender: 'server', at: 1_600 })
      .call('fetched', 1, 1_900)
      .call('fetch', 2, 5_000)
      .unit({ kind: 'request', sender: 'client', at: 5_300, call: 2 })
      .unit({ kind: 'response', sender: 'server', at: 5_400 })
      .call('fetched', 2, 5_800);
    expect(times(capture).slice(2)).toEqual([
      ['request', 5_000, 5_300, 'sent'],
      ['response', 5_400, 5_800, 'received'],
    ]);
  });

  it('take a call that comes after its unit', () => {
    const capture = handshaken().unit({ kind: 'text', sender: 'server', at: 20_000 });
    expect(timetableOf(capture).flights[2]!.receivedAt).toBe(20_700);
    capture.call('message', 1, 24_000);
    expect(timetableOf(capture).flights[2]!.receivedAt).toBe(24_000);
  });

  it('follow a unit whose last byte comes later', () => {
    const capture = handshaken().unit({ kind: 'text', sender: 'client', at: 20_000, partial: true });
    timetableOf(capture);
    capture.grow(capture.units.length - 1, { until: 90_000, partial: false });
    expect(timetableOf(capture).flights[2]).toMatchObject({ receivedAt: 90_000 });
    expect(timetableOf(capture).moments.at.at(-1)).toBe(90_000);
  });

  it('keep the order of units that passed in the same microsecond', () => {
    const capture = handshaken();
    for (let i = 0; i < 5; i++) capture.unit({ kind: 'text', sender: 'server', at: 30_000 });
    const { leaveAt, landAt } = timetableOf(capture);
    for (let i = 3; i < 7; i++) {
      expect(leaveAt[i]).toBeGreaterThan(leaveAt[i - 1]!);
      expect(landAt[i]).toBeGreaterThan(landAt[i - 1]!);
    }
  });

  it('say which moments are settled, and tell when one moved after all', () => {
    const capture = handshaken().unit({ kind: 'text', sender: 'client', at: 20_000, partial: true });
    capture.unit({ kind: 'ping', sender: 'server', at: 9_000_000 });
    const timetable = timetableOf(capture);
    expect(timetable.moments.at[timetable.settled - 1]).toBeLessThanOrEqual(8_000_000);
    expect(timetable.epoch).toBe(0);
    const text = capture.units.findIndex(({ kind }) => kind === 'text');
    capture.grow(text, { until: 9_500_000 });
    expect(timetableOf(capture).epoch).toBe(1);
  });
});
