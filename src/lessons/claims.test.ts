import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addressOfSource, CLAIMS, type Claim } from './claims';
import { RECAP } from './define';
import { lessons } from './index';
import { PROMISES } from './promises';

const PAGE = new URL('../../docs/claims.md', import.meta.url);
const loaded = await Promise.all(lessons.map(({ load }) => load()));

it('every lesson has claims, and promises', () => {
  const ids = loaded.map(({ id }) => id);
  expect(Object.keys(CLAIMS)).toEqual(ids);
  expect(Object.keys(PROMISES)).toEqual(ids);
});

describe.each(loaded.map((lesson) => [lesson.id, lesson] as const))('the claims of %s', (id, lesson) => {
  const claims = CLAIMS[id]!;
  const all = Object.values(claims).flat();

  it('belong to its steps and its end, each of which has some', () => {
    expect(Object.keys(claims)).toEqual([...lesson.steps.map((step) => step.id), RECAP]);
    for (const [step, made] of Object.entries(claims)) expect([step, made.length > 0]).toEqual([step, true]);
  });

  it('rest on a source with an address, or on traffic of a task', () => {
    const tasks = new Set(lesson.steps.flatMap((step) => step.tasks.map((task) => task.id)));
    for (const claim of all) {
      expect([claim.says, claim.source !== undefined || claim.seenIn !== undefined]).toEqual([
        claim.says,
        true,
      ]);
      if (claim.source !== undefined)
        expect([claim.source, addressOfSource(claim) !== null]).toEqual([claim.source, true]);
      if (claim.seenIn !== undefined) expect(tasks).toContain(claim.seenIn);
    }
  });

  it('are sentences, once each', () => {
    for (const { says } of all) expect(says).toMatch(/^[A-Z0-9“`].*\.$/);
    const said = all.map(({ says }) => says);
    expect(said.filter((says, at) => said.indexOf(says) !== at)).toEqual([]);
  });
});

const cell = (text: string): string => text.replaceAll('|', '\\|');

function sourceOf(claim: Claim): string {
  const address = addressOfSource(claim);
  return address === null ? '' : `[${claim.source}](${address})`;
}

/** `docs/claims.md`: a table for each lesson. */
function page(): string {
  const chapters = loaded.map(({ id, title, steps }) => {
    const titles = new Map([...steps.map((step) => [step.id, step.title] as const), [RECAP, 'Recap']]);
    const rows = Object.entries(CLAIMS[id]!).flatMap(([step, claims]) =>
      claims.map(
        (claim) =>
          `| ${cell(titles.get(step)!)} | ${cell(claim.says)} | ${sourceOf(claim)} | ${claim.seenIn === undefined ? '' : `\`${claim.seenIn}\``} |`,
      ),
    );
    return `## ${title} (\`${id}\`)\n\n| Step | Claim | Source | Seen in the traffic of |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Claims\n\nWhat the lessons say about protocols, browsers and libraries, and what each claim rests on: a section that says so, a task whose traffic shows it, or both. This page is written from the lessons (\`UPDATE_CLAIMS=1 npx vitest run src/lessons/claims.test.ts\`), and the test fails when it is out of date.\n\n${chapters.join('\n')}`;
}

it('docs/claims.md lists these claims', () => {
  if (process.env.UPDATE_CLAIMS) writeFileSync(PAGE, page());
  expect(readFileSync(PAGE, 'utf8')).toBe(page());
});
