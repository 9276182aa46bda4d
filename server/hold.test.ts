import { expect, test } from 'vitest';
import { nowMicros } from './clock';
import { Hold, type HoldEnds } from './hold';

/** A hold before an application that takes no more after the first thing, and what reached it. */
function holdBeforeIdleReader() {
  const reached: string[] = [];
  let failed = (_: Error) => {};
  const hasFailed = new Promise<Error>((resolve) => {
    failed = resolve;
  });
  const ends: HoldEnds = {
    toApplication(bytes) {
      reached.push(bytes === null ? 'end' : bytes.toString());
      return false;
    },
    failApplication: (error) => failed(error),
    networkFailed: () => undefined,
    readOnFromNetwork: () => undefined,
    toNetwork: (_, __, done) => done(),
    endNetwork: (done) => done(),
  };
  const hold = new Hold(ends, {
    maxBytes: 1000,
    buriedMs: 1000,
    buried: { most: 1, count: 0 },
    budget: { maxBytes: 1000, usedBytes: 0 },
  });
  return { hold, reached, hasFailed };
}

test.each([
  ['after the end of the bytes', [null]],
  ['behind bytes that nobody reads', [Buffer.from('a'), Buffer.from('b'), null]],
])('a reset reaches the application %s', async (_, reads) => {
  const { hold, reached, hasFailed } = holdBeforeIdleReader();
  for (const bytes of reads) hold.read(bytes, nowMicros());
  const error = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  hold.fail(error, nowMicros());
  expect(await hasFailed).toBe(error);
  expect(reached).toEqual(reads.map((bytes) => bytes?.toString() ?? 'end'));
});
