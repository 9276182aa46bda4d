import { expect, it } from 'vitest';
import { closeFrame, frame, Recording } from '../../capture/recording/recording';
import { type Experiment, taskIn } from '../define';
import { pageTraffic } from '../page-traffic';
import { endingsOf } from '../parts/endings';
import { judged } from '../parts/testing/ran';
import { missingEndings } from './goals';
import lesson from './lesson';

interface End {
  /** Codes of the client's and the server's Close frame; null for an empty one, absent without frames. */
  readonly frames?: readonly [number | null, number | null];
  readonly reason?: string;
  readonly told: string;
}

/** Sockets that ended as given, each on its own connection. */
function ended(...ends: readonly End[]) {
  const recording = new Recording();
  ends.forEach(({ frames, reason, told }, n) => {
    const socket = recording.socket(n * 10_000, n + 1);
    const closes = frames?.map((code) => (code === null ? frame('close') : closeFrame(code, reason)));
    if (closes) socket.exchange(n * 10_000 + 5_000, closes[0]!, closes[1]!);
    socket.call(n * 10_000 + 9_000, 'close', told);
  });
  return pageTraffic(recording);
}

const clean: End = { frames: [1000, 1000], told: '1000' };
const application: End = { frames: [4001, 4001], reason: 'lunch', told: '4001, "lunch"' };
const lost: End = { told: '1006' };

it('three ends of the three kinds meet the goal, in any order', () => {
  expect(missingEndings(ended(clean, application, lost))).toBeNull();
  expect(missingEndings(ended(lost, clean, clean, application))).toBeNull();
});

it('says what is missing, and what the last one did', () => {
  expect(missingEndings(ended())).toContain('No connection of yours has ended since this goal began');
  expect(missingEndings(ended(clean))).toBe(
    'The last one ended with 1000. Still missing: a code from 4000 to 4999 with a reason; 1006.',
  );
  expect(missingEndings(ended(clean, lost, { frames: [4001, 4001], told: '4001' }))).toBe(
    '4001 came without a reason. Still missing: a code from 4000 to 4999 with a reason.',
  );
  expect(missingEndings(ended(application, lost, { frames: [null, null], told: '1005' }))).toContain(
    'Still missing: a clean 1000.',
  );
});

it('a 1006 after a Close frame does not count', () => {
  expect(missingEndings(ended(clean, application, { frames: [1000, 1000], told: '1006' }))).toContain('1006');
});

it('a close event is read back as it was recorded', () => {
  const [ending] = endingsOf(ended({ frames: [4001, 4001], reason: 'a, "b"', told: '4001, "a, \\"b\\""' }));
  expect(ending?.told).toMatchObject({ closeCode: 4001, reason: 'a, "b"' });
  expect(ending?.frames.map(({ sender, closeCode, reason }) => [sender, closeCode, reason])).toEqual([
    ['client', 4001, 'a, "b"'],
    ['server', 4001, 'a, "b"'],
  ]);
});

it('a reset is not over before the page was told', () => {
  const recording = new Recording();
  recording.socket(0, 1).end(20_000, 'server', 'reset');
  const reset = taskIn(lesson, 'reset') as Experiment;
  expect(judged(reset, pageTraffic(recording))).toMatchObject({ isDone: false, wire: null });
});
