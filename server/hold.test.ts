import { expect, test } from 'vitest';
import { nowMicros } from './clock';
import { Hold, type HoldEnds } from './hold';

/** A hold in front of an application that takes only one thing, and what reached it. */
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
    refuseApplication: () => undefined,
    networkFailed: () => undefined,
    readOnFromNetwork: () => undefined,
    toNetwork: (_, __, done) => done(),
    endNetwork: (done) => done(),
  };
  const hold = new Hold(ends, {
    maxBytes: 1000,
    orphanMs: 1000,
    orphans: { max: 1, count: 0 },
    piecesPerRead: 256,
    smallReads: { bytes: 16, atOnce: 1000, perSecond: 500, breakMs: 5 },
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

test('ends that are held when everything is dropped are not forgotten', () => {
  const { hold, reached } = holdBeforeIdleReader();
  const inAWhile = nowMicros() + 10_000_000;
  expect(hold.drop()).toEqual({ client: false, server: false, error: null });
  hold.read(Buffer.from('a'), inAWhile);
  hold.read(null, inAWhile);
  let isDone = false;
  hold.end(inAWhile, () => {
    isDone = true;
  });
  expect(hold.drop()).toEqual({ client: true, server: true, error: null });
  // The application must not wait for an end that the network will never see.
  expect(isDone).toBe(true);
  expect(reached).toEqual([]);
});

test('a reset that is held when everything is dropped is not forgotten', () => {
  const { hold } = holdBeforeIdleReader();
  const error = new Error('reset');
  hold.fail(error, nowMicros() + 10_000_000);
  expect(hold.drop()).toEqual({ client: false, server: false, error });
});
