import { expect, it } from 'vitest';
import type { ClassMember } from '../../protocol/messages/class';
import { behindIn, countDone, tallyOf } from './tally';

const KEY = 'handshake/open';
const member = (id: string, rest: Partial<ClassMember> = {}): ClassMember => ({ id, isHere: true, ...rest });

it('votes are counted by answer, and right where a member’s own wire agrees', () => {
  const members = [
    member('a', { votes: { [KEY]: { answer: 'yes', wire: 'yes' } } }),
    member('b', { votes: { [KEY]: { answer: 'no', wire: 'yes' } } }),
    member('c', { votes: { [KEY]: { answer: 'no', wire: null } }, isHere: false }),
    member('d', { votes: { [KEY]: { answer: 'constructor', wire: null } } }),
    member('e', { votes: { other: { answer: 'yes', wire: null } } }),
    member('f'),
  ];
  expect(tallyOf(members, KEY, ['yes', 'no'])).toEqual({
    voted: 3,
    counts: { yes: 1, no: 2 },
    answered: 2,
    right: 1,
  });
});

it('is behind who lacks what most who are here have done', () => {
  const done = { goals: [KEY] };
  const slow = member('slow');
  expect(behindIn(slow, [slow, member('a', done)], [KEY])).toEqual([]);
  const here = [slow, member('a', done), member('b', done)];
  expect(countDone(here, KEY)).toBe(2);
  expect(behindIn(slow, here, [KEY, 'handshake/later'])).toEqual([KEY]);
  expect(behindIn(here[1]!, here, [KEY])).toEqual([]);
  expect(behindIn({ ...slow, isHere: false }, here, [KEY])).toEqual([]);
});
