import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import type { Unit } from '../../protocol/unit';
import { pageTraffic } from '../page-traffic';
import { pointAt } from '../traffic';
import { missingBorder } from './goals';

const said = (...texts: readonly string[]) => {
  const recording = new Recording().socket(0, 2).socket(0, 1);
  for (const text of texts) recording.client(5_000, frame('text', text));
  recording.server(6_000, frame('text', 'hi'));
  const traffic = pageTraffic(recording);
  const find = (kind: Unit['kind'], connection = 1, sender?: Unit['sender']) =>
    traffic.units.find(
      (unit) =>
        unit.kind === kind &&
        unit.connection === connection &&
        (sender === undefined || unit.sender === sender),
    )!;
  return { traffic, find, capture: recording.capture };
};

it('the last byte of the 101 is where HTTP ends, selected alone or with its line', () => {
  const { traffic, find, capture } = said('hi');
  const response = find('response');
  const size = response.end - response.start;
  expect(missingBorder(traffic, pointAt(capture, response, 'Empty line'))).toBeNull();
  expect(missingBorder(traffic, { unit: response, range: { start: size - 1, end: size } })).toBeNull();
});

it('any other selection gets its own hint', () => {
  const { traffic, find, capture } = said('hi');
  const missing = (unit: Unit, start: number, end: number) =>
    missingBorder(traffic, { unit, range: { start, end } });
  const response = find('response');
  expect(missingBorder(traffic, null)).toContain('Now select the empty line');
  expect(missing(response, 0, 8)).toContain('more HTTP follows it');
  expect(missingBorder(traffic, { unit: response, range: null })).toContain('Now select only the empty line');
  expect(missing(find('text', 1, 'server'), 0, 1)).toContain('a frame already');
  expect(missingBorder(traffic, pointAt(capture, find('request'), 'Empty line'))).toContain(
    'Your browser’s HTTP ends',
  );
});

it('the text must be the one that was asked for', () => {
  const { traffic, find, capture } = said('ho');
  expect(missingBorder(traffic, pointAt(capture, find('response'), 'Empty line'))).toContain('You sent “ho”');
  expect(missingBorder(said().traffic, null)).toContain('No text has gone');
});
