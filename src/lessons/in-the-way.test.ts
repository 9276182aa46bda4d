import { expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { encodeRequest } from '../protocol/encode';
import { inTheWayOf } from './in-the-way';

const request = (call: number, ...fields: readonly string[]) =>
  encodeRequest(`GET /lab/a/page?call=${call}`, fields);

/** A connection of the page, opened by the call of the same number. */
const fetching = () => new Recording().call(0, 'fetch').open(0);

it('a field that no browser sends reveals a proxy, with its value', () => {
  const recording = fetching().client(10, request(1));
  expect(inTheWayOf(recording.capture)).toBeNull();
  const second = recording.on(2).call(20, 'fetch').open(20);
  second.client(30, request(2, 'Accept: */*', 'Via: 1.1 classroom'));
  expect(inTheWayOf(recording.capture)).toEqual({ field: 'Via', value: '1.1 classroom' });
});

it('a head that comes in two reads is checked once it is whole', () => {
  const text = request(1, 'X-Forwarded-For: 10.0.0.7');
  const recording = fetching().client(10, text.slice(0, 40));
  expect(inTheWayOf(recording.capture)).toBeNull();
  recording.client(20, text.slice(40));
  expect(inTheWayOf(recording.capture)).toMatchObject({ field: 'X-Forwarded-For' });
});

it('requests of others say nothing about the path of this page', () => {
  const recording = fetching().client(10, encodeRequest('GET /lab/a/page', ['Via: 1.1 elsewhere']));
  expect(inTheWayOf(recording.capture)).toBeNull();
});
