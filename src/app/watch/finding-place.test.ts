import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { timetableOf } from '../../timeline';
import { faultsOf } from '../../timeline/faults';
import { HiddenRequests } from '../../timeline/hidden-requests';
import { countsOf, findingsOf, placeAmong } from './finding-place';
import { WatchedList } from './watched';

/** Two connections in turns: a notice on the first one, and a broken rule on each. */
function broken() {
  const recording = new Recording();
  for (const id of [1, 2]) recording.open(0, id).handshake(id * 100);
  const [first, second] = [recording.on(1), recording.on(2)];
  first.client(10_000, frame('ping', 'a')).server(20_000, frame('pong', 'b'));
  second.server(30_000, frame('text', 'Hi', { isMasked: true }));
  first.server(40_000, frame('text', 'sound')).server(50_000, frame('text', 'Hi', { isMasked: true }));
  const { capture } = recording;
  const timetable = timetableOf(capture);
  const findings = findingsOf(capture, timetable, new HiddenRequests(capture.decoder, []));
  const flightOf = (at: number) => {
    const flight = timetable.flights.findIndex(({ unit }) => unit.at === at);
    return { unit: timetable.flights[flight]!.unit, flight };
  };
  const stand = (at: number | null) => {
    const place = placeAmong(findings, at === null ? null : flightOf(at), timetable);
    return [place.previous?.unit.at ?? null, place.at, place.next?.unit.at ?? null];
  };
  return { findings, stand };
}

it('faults and notices of all connections stand in the order of time', () => {
  expect(broken().findings.map(({ unit }) => unit.at)).toEqual([20_000, 30_000, 50_000]);
});

it('leads on from what is selected, and ends at the last', () => {
  const { stand } = broken();
  expect(stand(null)).toEqual([50_000, null, 20_000]);
  expect(stand(20_000)).toEqual([null, 0, 30_000]);
  expect(stand(30_000)).toEqual([20_000, 1, 50_000]);
  expect(stand(40_000)).toEqual([30_000, null, 50_000]);
  expect(stand(50_000)).toEqual([30_000, 2, null]);
});

it('the heading counts what the steps and the bar count, and what ended early is a fault', () => {
  const recording = new Recording();
  recording.open(0).handshake(100);
  recording
    .client(10_000, frame('ping', 'a'))
    .server(20_000, frame('pong', 'b'))
    .server(30_000, Uint8Array.of(0x81, 7, 0x63))
    .end(40_000, 'server', 'fin');
  const { capture } = recording;
  const timetable = timetableOf(capture);
  const none = new HiddenRequests(capture.decoder, []);
  const findings = findingsOf(capture, timetable, none);
  const counts = countsOf(findings);
  // The frame is cut off, and its message.
  expect(counts).toEqual({ faults: 2, notices: 1 });
  expect(counts.faults + counts.notices).toBe(findings.length);
  expect(counts.faults).toBe(faultsOf(capture, timetable).length);
  const [connection] = new WatchedList(capture, timetable).newest(9, none);
  expect(connection?.broken?.fault?.kind).toBe('cut');
  expect(connection?.more).toBe(2);
});
