import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { UNIMPAIRED } from '../src/protocol/feed';
import { ReadShaper } from './read-shaper';

const MAX_PIECES = 256;
const BY_BYTE = { ...UNIMPAIRED, readBytes: 1 };

/** A shaper that records the length of each read (null for the end) and its turn of the event loop. */
function setUp() {
  const reads: { readonly length: number | null; readonly turn: number }[] = [];
  let turn = 0;
  let readOns = 0;
  const shaper = new ReadShaper(
    (bytes) => {
      reads.push({ length: bytes?.length ?? null, turn });
      return true;
    },
    () => readOns++,
    MAX_PIECES,
  );
  const turns = async (count: number) => {
    for (; count > 0; count--) {
      turn++;
      await nextTurn();
    }
  };
  return { shaper, reads, turns, readOns: () => readOns };
}

test('a short message comes byte by byte, each byte in a turn of its own', async () => {
  const { shaper, reads, turns, readOns } = setUp();
  expect(shaper.read(Buffer.from('0123456789'), BY_BYTE)).toBe(false);
  await turns(12);
  expect(reads.map(({ length }) => length)).toEqual(Array(10).fill(1));
  expect(new Set(reads.map(({ turn }) => turn)).size).toBe(10);
  expect(readOns()).toBe(1);
});

test('a long read is cut into a bounded number of pieces, and all of it arrives', async () => {
  const { shaper, reads, turns } = setUp();
  shaper.read(Buffer.alloc(65_536), BY_BYTE);
  await turns(MAX_PIECES + 2);
  expect(reads.map(({ length }) => length)).toEqual(Array(MAX_PIECES).fill(256));
});

test('the end comes after the last piece, and nothing once it is cleared', async () => {
  const one = setUp();
  one.shaper.read(Buffer.from('abc'), BY_BYTE);
  one.shaper.read(null, BY_BYTE);
  await one.turns(6);
  expect(one.reads.map(({ length }) => length)).toEqual([1, 1, 1, null]);
  const two = setUp();
  two.shaper.read(Buffer.from('abc'), BY_BYTE);
  two.shaper.clear();
  await two.turns(6);
  expect(two.reads).toHaveLength(1);
});

test('a stall stops the pieces, and they continue after it', async () => {
  const { shaper, reads, turns } = setUp();
  shaper.read(Buffer.from('abc'), BY_BYTE);
  shaper.change({ ...BY_BYTE, cut: 'stall' });
  await turns(6);
  expect(reads).toHaveLength(1);
  shaper.change(BY_BYTE);
  await turns(6);
  expect(reads).toHaveLength(3);
});
