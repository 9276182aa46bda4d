import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import type { Peer } from '../../protocol/unit';
import { pageTraffic } from '../page-traffic';
import { missingCrossing } from './goals';

/** Messages by who sent them, when the tap saw them, and how long the lab held them. */
function sent(...messages: readonly (readonly [Peer, number, number])[]) {
  const recording = new Recording().socket(0);
  for (const [by, atMs, heldMs] of messages) recording[by](atMs * 1000, frame('text', 'hi'), heldMs * 1000);
  return pageTraffic(recording);
}

it('two messages that were held at the same instant have crossed', () => {
  expect(missingCrossing(sent(['client', 100, 1000], ['server', 1500, 1000]))).toBeNull();
  expect(missingCrossing(sent(['client', 100, 1000], ['server', 1090, 1000]))).toBeNull();
});

it('a message that leaves after the other has arrived has not crossed it', () => {
  expect(missingCrossing(sent(['client', 100, 1000], ['server', 2200, 1000]))).toBe(
    'Both have sent, but not at once: one message had arrived 100 ms before the other left.',
  );
});

it('a new try is told as such, and not by the one before', () => {
  const first = [
    ['client', 100, 0],
    ['server', 200, 0],
  ] as const;
  expect(missingCrossing(sent(...first, ['client', 300, 0]))).toBe(
    'Another message of yours has left, and none of the server’s since.',
  );
  expect(missingCrossing(sent(...first, ['client', 300, 0], ['server', 350, 0]))).toContain('50 ms before');
});

it('without a delay nothing is on the way long enough to tell', () => {
  expect(missingCrossing(sent(['client', 100, 0], ['server', 100, 0]))).toContain('not at once');
});

it('says whose message is missing', () => {
  expect(missingCrossing(sent())).toBe('No message has passed yet.');
  expect(missingCrossing(sent(['client', 9, 9]))).toContain('none of the server');
  expect(missingCrossing(sent(['server', 9, 9]))).toContain('none of yours');
});
