import { expect, test } from 'vitest';
import { Replies } from './replies';

test('an acknowledgement is found once, and only while its client is there', () => {
  const replies = new Replies<object>(() => {});
  const [a, b] = [{}, {}];
  const acknowledge = () => {};
  const [first, second, other] = [
    replies.keep(a, acknowledge),
    replies.keep(a, acknowledge),
    replies.keep(b, acknowledge),
  ];
  expect(replies.take(first)).toBe(acknowledge);
  expect(replies.take(first)).toBeUndefined();
  replies.forget(a);
  expect(replies.take(second)).toBeUndefined();
  expect(replies.take(other)).toBe(acknowledge);
  expect(replies.size).toBe(0);
});

test('beyond a thousand of one client the oldest is forgotten, and that is reported once', () => {
  const said: string[] = [];
  const replies = new Replies<object>((sentence) => said.push(sentence));
  const [many, few] = [{}, {}];
  const kept = replies.keep(few, () => {});
  const numbers = Array.from({ length: 1500 }, () => replies.keep(many, () => {}));
  expect(replies.size).toBe(1001);
  expect(replies.take(numbers[499]!)).toBeUndefined();
  expect(replies.take(numbers[500]!)).toBeDefined();
  expect(replies.take(kept)).toBeDefined();
  expect(said).toEqual([expect.stringContaining('1000 events of one client')]);
});
