import { expect, it } from 'vitest';
import { closeFrame, frame, Recording } from '../../capture/recording/recording';
import { pageTraffic } from '../page-traffic';
import { endingsOf } from '../parts/endings';
import { missingEndings } from './goals';

interface End {
  /** Of the Close frames, client's and server's; null for an empty one, none where there is no frame. */
  readonly frames?: readonly [number | null, number | null];
  readonly reason?: string;
  readonly told: string;
}

/** Sockets that ended as said, each on a connection of its own. */
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
const own: End = { frames: [4001, 4001], reason: 'lunch', told: '4001, "lunch"' };
const lost: End = { told: '1006' };

it('three ends of the three kinds meet the goal, in any order', () => {
  expect(missingEndings(ended(clean, own, lost))).toBeNull();
  expect(missingEndings(ended(lost, clean, clean, own))).toBeNull();
});

it('says what is missing, and what the last one did', () => {
  expect(missingEndings(ended())).toContain('No connection of yours has ended yet');
  expect(missingEndings(ended(clean))).toBe(
    'The last one ended with 1000. Still missing: a code from 4000 to 4999 with a reason; 1006.',
  );
  expect(missingEndings(ended(clean, lost, { frames: [4001, 4001], told: '4001' }))).toBe(
    '4001 came without a reason. Still missing: a code from 4000 to 4999 with a reason.',
  );
  expect(missingEndings(ended(own, lost, { frames: [null, null], told: '1005' }))).toContain(
    'Still missing: a clean 1000.',
  );
});

it('a 1006 after a Close frame is not the one that is wanted', () => {
  expect(missingEndings(ended(clean, own, { frames: [1000, 1000], told: '1006' }))).toContain('1006');
});

it('what a close event said is read back as it was written down', () => {
  const [one] = endingsOf(ended({ frames: [4001, 4001], reason: 'a, "b"', told: '4001, "a, \\"b\\""' }));
  expect(one?.told).toMatchObject({ closeCode: 4001, reason: 'a, "b"' });
  expect(one?.frames.map(({ sender, closeCode, reason }) => [sender, closeCode, reason])).toEqual([
    ['client', 4001, 'a, "b"'],
    ['server', 4001, 'a, "b"'],
  ]);
});
