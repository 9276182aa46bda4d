import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readShare, writeShare } from './share';

const linkTo = (bytes: Buffer) => `#code=${deflateRawSync(bytes).toString('base64url')}`;

test('texts come back as they were written', async () => {
  const texts = fc.record({
    server: fc.string({ unit: 'grapheme', maxLength: 300 }),
    clients: fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { minLength: 1, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(texts, async (written) => {
      const fragment = await writeShare(written);
      expect(fragment).toMatch(/^#code=[\w-]*$/);
      expect(await readShare(fragment)).toEqual(written);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['nothing', ''],
  ['another fragment', '#part'],
  ['what is no base64', '#code=***'],
  ['what is not compressed', `#code=${Buffer.from('hello').toString('base64url')}`],
  ['what is no JSON', linkTo(Buffer.from('hello'))],
  ['what is no texts', linkTo(Buffer.from('{"server":1,"clients":[]}'))],
  ['a bomb', linkTo(Buffer.alloc(50_000_000, 0x20))],
])('%s holds no code', async (_, fragment) => {
  expect(await readShare(fragment)).toBeNull();
});

test('a seventh client is left out', async () => {
  const fragment = await writeShare({ server: '', clients: ['1', '2', '3', '4', '5', '6', '7'] });
  expect((await readShare(fragment))?.clients).toHaveLength(6);
});
