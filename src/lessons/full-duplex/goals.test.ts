import { expect, it } from 'vitest';
import type { Peer } from '../../protocol/unit';
import { Conversation } from '../testing/conversation';
import { missingCrossing } from './goals';

/** Messages by who sent them, when the tap saw them, and how long the lab held them. */
function sent(...messages: readonly (readonly [Peer, number, number])[]) {
  const conversation = new Conversation().socket(1);
  for (const [by, atMs, heldMs] of messages) conversation.at(atMs).frame(1, by, 'text', 'hi', heldMs);
  return conversation.traffic();
}

it('two messages that were held at the same instant have crossed', () => {
  expect(missingCrossing(sent(['client', 100, 1000], ['server', 1500, 1000]))).toBeNull();
  expect(missingCrossing(sent(['client', 100, 1000], ['server', 1090, 1000]))).toBeNull();
});

it('one that leaves when the other has arrived has not', () => {
  expect(missingCrossing(sent(['client', 100, 1000], ['server', 2200, 1000]))).toBe(
    'Both have sent, but not at once: one had arrived 100 ms before the other left.',
  );
});

it('without a delay nothing is on the way long enough to tell', () => {
  expect(missingCrossing(sent(['client', 100, 0], ['server', 100, 0]))).toContain('not at once');
});

it('says whose message is missing', () => {
  expect(missingCrossing(sent())).toBe('No message has passed yet.');
  expect(missingCrossing(sent(['client', 9, 9]))).toContain('none of the server');
  expect(missingCrossing(sent(['server', 9, 9]))).toContain('none of yours');
});
