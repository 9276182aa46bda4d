import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt, expectTiling, shapeOf } from '../testing/units';
import { CHAPTERS } from './chapters';
import { decode, faultsIn } from './rule-case';

const PAGE = new URL('../../../docs/rules.md', import.meta.url);

for (const { title, cases } of CHAPTERS) {
  describe(title, () => {
    it('has a name of its own for each case', () => {
      expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    });

    it.each(cases)('$name', ({ wire, faults, units, afterFailure }) => {
      const decoder = decode(wire);
      // A case may say that a fault has no effect or no likely cause.
      const found = faultsIn(decoder).map((fault) => ({ effect: undefined, hint: undefined, ...fault }));
      expect(found).toMatchObject(faults);
      if (units !== undefined) {
        const ofLayer = decoder.units.filter(({ layer }) => layer === units.layer);
        expect(ofLayer.map((unit) => decoder.labelOf(unit))).toEqual(units.labels);
      }
      if (afterFailure !== undefined) {
        const after = decoder.units.filter(({ isAfterFailure }) => isAfterFailure);
        expect(after.map((unit) => decoder.labelOf(unit))).toEqual(afterFailure);
      }
      expectTiling(decoder);
    });

    it.each(cases)('$name: the same for any split', ({ wire }) => {
      const whole = shapeOf(decode(wire));
      const byByte = decode(wire, (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)));
      expect(shapeOf(byByte)).toEqual(whole);
      fc.assert(
        fc.property(fc.array(fc.nat(), { maxLength: 4 }), (cuts) => {
          expect(shapeOf(decode(wire, (bytes) => cutAt(bytes, cuts)))).toEqual(whole);
        }),
        { numRuns: 20 },
      );
    });
  });
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** `docs/rules.md`: one row for each fault of each case. */
function page(): string {
  const chapters = CHAPTERS.map(({ title, file, cases }) => {
    const rows = cases.flatMap(({ name, faults }) =>
      faults.map(
        ({ spec, message, effect, hint, kind }) =>
          `| ${cell(spec)} | ${cell(message)}${kind ? ` _(${kind})_` : ''}${effect ? ` ${cell(effect)}` : ''}${hint ? ` _Likely cause:_ ${cell(hint)}` : ''} | ${cell(name)} |`,
      ),
    );
    return `## ${title}\n\nCases: \`src/protocol/rules/${file}\`\n\n| Section | What the page says | Broken by |\n| --- | --- | --- |\n${[...new Set(rows)].join('\n')}\n`;
  });
  return `# Rules\n\nEvery rule that the decoders check, as the page tells it, with the case that breaks it. The cases are tests: \`src/protocol/rules/rules.test.ts\` decodes each one whole, byte by byte and in random pieces. This page is written from them (\`UPDATE_RULES=1 npx vitest run src/protocol/rules\`), and the test fails when it is out of date.\n\n${chapters.join('\n')}`;
}

it('docs/rules.md lists these rules', () => {
  if (process.env.UPDATE_RULES) writeFileSync(PAGE, page());
  expect(readFileSync(PAGE, 'utf8')).toBe(page());
});
