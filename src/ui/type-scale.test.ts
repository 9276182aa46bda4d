import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = 'src';
/** A size with a unit that does not follow its context, unlike `em` and `%`. */
const RAW = /\bfont(?:-size)?:[^;]*\d(?:px|pt|rem|vw|vh)[^;]*;/g;

const sheets = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css'))
  .map((path) => join(SOURCE, path));

test('every size of type is one of the scale, so that a projector or a large screen enlarges all of it', () => {
  expect(sheets.length).toBeGreaterThan(40);
  const raw = sheets.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(RAW)].map(([rule]) => `${path}: ${rule}`),
  );
  expect(raw).toEqual([]);
});
