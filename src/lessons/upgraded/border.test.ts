import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Conversation } from '../testing/conversation';
import { pointAt, switchedOf } from '../traffic';
import { IN_TIME, TOO_EARLY, verdictOfEarly } from './early';
import { borderOf } from './first-frame';
import { missingBorder } from './goals';

it('the first frame begins at the byte after the empty line, in both directions', () => {
  const traffic = new Conversation()
    .socket(1)
    .frame(1, 'client', 'text', 'hi')
    .frame(1, 'server', 'text', 'ho')
    .traffic();
  for (const sender of ['client', 'server'] as const) {
    const border = borderOf(traffic, sender)!;
    expect(border.http.sender).toBe(sender);
    expect(border.frame.start).toBe(border.http.end);
  }
});

it('there is no border to show before a frame has come', () => {
  const traffic = new Conversation().socket(1).frame(1, 'client', 'text', 'hi').traffic();
  expect(borderOf(traffic, 'server')).toBeNull();
  expect(borderOf(traffic, 'client')).not.toBeNull();
});

it('no byte of the response but the last two is where HTTP ends', () => {
  const traffic = new Conversation().socket(1).frame(1, 'client', 'text', 'hi').traffic();
  const { response } = switchedOf(traffic)!;
  const size = response.end - response.start;
  fc.assert(
    fc.property(fc.nat(size - 2), (at) => {
      const selection = { unit: response, range: { start: at, end: at + 1 } };
      expect(missingBorder(traffic, selection)).toContain('more HTTP follows it');
    }),
  );
});

it('the end counts on the connection that carried the text, not on another one of the same task', () => {
  const conversation = new Conversation()
    .socket(1)
    .frame(1, 'client', 'text', 'hi')
    .socket(2)
    .frame(2, 'client', 'text', 'ho');
  const traffic = conversation.traffic();
  const endOn = (connection: number) => {
    const units = traffic.units.filter((unit) => unit.connection === connection);
    return pointAt(traffic.capture, switchedOf({ ...traffic, units })!.response, 'Empty line');
  };
  expect(missingBorder(traffic, endOn(2))).toContain(
    'another connection than your text, which went over port 50001',
  );
  expect(missingBorder(traffic, endOn(1))).toBeNull();
});

it('an exception is told from a delay, from a loss, and from a connection that failed', () => {
  const opened = () => new Conversation().socket(1);
  const inTime = (conversation: Conversation) => conversation.frame(1, 'client', 'text', IN_TIME).traffic();
  expect(verdictOfEarly(inTime(opened().call(1, 'error', 'InvalidStateError: …')))).toBe('throws');
  expect(verdictOfEarly(inTime(opened().frame(1, 'client', 'text', TOO_EARLY)))).toBe('kept');
  expect(verdictOfEarly(inTime(opened()))).toBe('lost');
  expect(verdictOfEarly(opened().call(1, 'error', '').traffic())).toBeNull();
});
