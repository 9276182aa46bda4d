import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { pageTraffic } from '../page-traffic';
import { pointAt, switchedOf } from '../traffic';
import { IN_TIME, TOO_EARLY, verdictOfEarly } from './early';
import { borderOf } from './first-frame';
import { missingBorder } from './goals';

const opened = () => new Recording().socket(0);
const text = (payload: string) => frame('text', payload);

it('the first frame begins at the byte after the empty line, in both directions', () => {
  const traffic = pageTraffic(opened().client(5_000, text('hi')).server(6_000, text('ho')));
  for (const sender of ['client', 'server'] as const) {
    const border = borderOf(traffic, sender)!;
    expect(border.http.sender).toBe(sender);
    expect(border.frame.start).toBe(border.http.end);
  }
});

it('there is no border before a frame has come', () => {
  const traffic = pageTraffic(opened().client(5_000, text('hi')));
  expect(borderOf(traffic, 'server')).toBeNull();
  expect(borderOf(traffic, 'client')).not.toBeNull();
});

it('HTTP ends only at the last two bytes of the response', () => {
  const traffic = pageTraffic(opened().client(5_000, text('hi')));
  const { response } = switchedOf(traffic)!;
  const size = response.end - response.start;
  fc.assert(
    fc.property(fc.nat(size - 2), (at) => {
      const selection = { unit: response, range: { start: at, end: at + 1 } };
      expect(missingBorder(traffic, selection)).toContain('more HTTP follows it');
    }),
  );
});

it('the end counts only on the connection that carried the text, not on another of the same task', () => {
  const recording = opened().client(5_000, text('hi')).socket(10_000, 2).client(15_000, text('ho'));
  const traffic = pageTraffic(recording);
  const endOn = (connection: number) => {
    const units = traffic.units.filter((unit) => unit.connection === connection);
    return pointAt(traffic.capture, switchedOf({ ...traffic, units })!.response, 'Empty line');
  };
  expect(missingBorder(traffic, endOn(2))).toContain(
    'another connection than your text, which went over port 50001',
  );
  expect(missingBorder(traffic, endOn(1))).toBeNull();
});

it('an exception is told apart from a delay, a loss and a failed connection', () => {
  const inTime = (recording: Recording) => pageTraffic(recording.client(9_000, text(IN_TIME)));
  expect(verdictOfEarly(inTime(opened().call(5_000, 'error', 'InvalidStateError: …')))).toBe('throws');
  expect(verdictOfEarly(inTime(opened().client(5_000, text(TOO_EARLY))))).toBe('kept');
  expect(verdictOfEarly(inTime(opened()))).toBe('lost');
  expect(verdictOfEarly(pageTraffic(opened().call(5_000, 'error')))).toBeNull();
});
