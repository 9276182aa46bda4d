import { expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { encodeFrame, encodeRequest, encodeResponse } from '../protocol/encode';
import type { UnitLog, UnitRecord } from '../protocol/records';
import type { Fault } from '../protocol/unit';
import { faultFrom, faultsOf } from './faults';
import { timetableOf } from './timetable';

it('goes from fault to fault in both directions, and stops at the last', () => {
  const recording = new Recording();
  for (const id of [1, 2]) recording.open(0, id).handshake(0);
  for (let i = 1; i <= 6; i++) {
    const isMasked = i % 3 !== 0;
    recording.on(i <= 3 ? 1 : 2).client(i * 10_000, frame('text', 'Hello', { isMasked }));
  }
  const { capture } = recording;
  const timetable = timetableOf(capture);
  const from = (now: number, direction: 1 | -1) =>
    faultFrom(capture, timetable, now, direction)?.unit.at ?? null;
  expect([from(0, 1), from(30_000, 1), from(60_000, 1)]).toEqual([30_000, 60_000, null]);
  expect([from(90_000, -1), from(60_000, -1), from(30_000, -1)]).toEqual([60_000, 30_000, null]);
});

it('finds a fault that shows only when the rest of its unit has come', () => {
  const unmasked = encodeFrame('text', 'Hello', { isMasked: false });
  const recording = new Recording().open(0).handshake(0).client(10_000, unmasked.slice(0, 1));
  const { capture } = recording;
  expect(faultsOf(capture, timetableOf(capture))).toEqual([]);
  const { id } = capture.decoder.units.at(-1)!;
  recording.client(20_000, unmasked.slice(1));
  expect(faultsOf(capture, timetableOf(capture)).map(({ unit }) => unit.id)).toEqual([id]);
});

it('finds a fault that a whole unit is given later, and no notice', () => {
  const recording = new Recording().open(0).handshake(0).client(10_000, frame('text', 'Hello'));
  const { capture } = recording;
  const unit = capture.decoder.units.findLast(({ layer }) => layer === 'websocket')! as unknown as UnitRecord;
  const give = (kind?: Fault['kind']) => {
    (unit.log as UnitLog).revision++;
    unit.fault = {
      message: 'It breaks a rule.',
      spec: 'RFC 6455 §5',
      range: { start: 0, end: 1 },
      ...(kind && { kind }),
    };
    return faultsOf(capture, timetableOf(capture)).map((fault) => fault.unit.id);
  };
  expect(faultsOf(capture, timetableOf(capture))).toEqual([]);
  expect(give('notice')).toEqual([]);
  expect(give()).toEqual([unit.id]);
  expect(give()).toEqual([unit.id]);
});

/** A response in chunks that has not ended when its connection does. */
const cutBy = (by: 'client' | 'server') =>
  new Recording()
    .call(0, 'EventSource')
    .open(100)
    .client(200, encodeRequest('GET /lab/a1/news?call=1'))
    .server(300, encodeResponse('200 OK', null, ['Transfer-Encoding: chunked']))
    .end(9_000, by, 'fin')
    .end(9_100, by === 'client' ? 'server' : 'client', 'closed');

it('counts no response that is cut because the page closed its connection', () => {
  for (const [by, faults] of [
    ['client', 0],
    ['server', 1],
  ] as const) {
    const { capture } = cutBy(by);
    expect(faultsOf(capture, timetableOf(capture))).toHaveLength(faults);
  }
});
