import { expect, test } from 'vitest';
import { createAdmission } from './admission';

const LIMITS = {
  startsPerMinute: { lab: 100, address: 100 },
  slowPerMinute: { lab: 1, address: 2 },
};
const of = (labId: string, address = 'x') => ({ labId, address });

test('a lab is forgiven one program that kept others waiting, and its address two', () => {
  let nowMs = 0;
  const { wasSlow, isSuspect, forget } = createAdmission(LIMITS, () => nowMs);
  wasSlow(of('a'));
  expect(isSuspect(of('a'))).toBe(false);
  wasSlow(of('a'));
  expect([isSuspect(of('a')), isSuspect(of('b'))]).toEqual([true, false]);
  wasSlow(of('c'));
  expect([isSuspect(of('b')), isSuspect(of('b', 'elsewhere'))]).toEqual([true, false]);
  nowMs += 11 * 60_000;
  forget();
  expect([isSuspect(of('a')), isSuspect(of('b'))]).toEqual([false, false]);
});

test('a lab whose program brought down its process is suspected at once', () => {
  const { wasFatal, isSuspect } = createAdmission(LIMITS, () => 0);
  wasFatal(of('a'));
  expect([isSuspect(of('a')), isSuspect(of('b'))]).toEqual([true, false]);
});

test('a lab that is refused for this minute may start a program in the next', () => {
  let nowMs = 0;
  const limits = { ...LIMITS, startsPerMinute: { lab: 1, address: 100 } };
  const admission = createAdmission(limits, () => nowMs);
  expect(admission.enter(of('a'))).toBeNull();
  expect(admission.enter(of('a'))).toContain('starting already');
  admission.leave(of('a'));
  expect(admission.enter(of('a'))).toContain('A lab may start 1 programs a minute');
  nowMs += 60_000;
  expect(admission.enter(of('a'))).toBeNull();
});
