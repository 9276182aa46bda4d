import { expect, it } from 'vitest';
import { createLater } from './later';

/** A part, and how the test ends each fetch of it. */
function slowPart() {
  const ends: { come: (part: string) => void; fail: () => void }[] = [];
  const later = createLater(
    () =>
      new Promise<string>((resolve, reject) => {
        ends.push({ come: resolve, fail: () => reject(new TypeError('Failed to fetch')) });
      }),
  );
  const next = () =>
    new Promise<void>((resolve) => {
      const stop = later.subscribe(() => {
        stop();
        resolve();
      });
    });
  return { later, ends, next };
}

it('fetches a part once, however often it is asked for', async () => {
  const { later, ends, next } = slowPart();
  expect([later.state, ends.length]).toEqual([{ kind: 'coming' }, 0]);
  later.fetch();
  later.fetch();
  expect(ends).toHaveLength(1);
  const told = next();
  ends[0]!.come('the part');
  await told;
  expect(later.state).toEqual({ kind: 'here', part: 'the part' });
  later.fetch();
  expect(ends).toHaveLength(1);
});

it('says that a fetch has failed, and makes it again when asked', async () => {
  const { later, ends, next } = slowPart();
  later.fetch();
  const failed = next();
  ends[0]!.fail();
  await failed;
  expect(later.state).toEqual({ kind: 'failed' });

  const again = next();
  later.fetch();
  await again;
  expect([later.state, ends.length]).toEqual([{ kind: 'coming' }, 2]);
  const come = next();
  ends[1]!.come('the part');
  await come;
  expect(later.state).toEqual({ kind: 'here', part: 'the part' });
});
