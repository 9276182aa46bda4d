import type { Page } from '@playwright/test';
import { choose, lessonPart } from './on-screen';
import { Student } from './plays/play';
import { expect, test } from './wire101';

/** An experiment: what is predicted and pressed, and the capsules on which the verdict rests. */
interface Experiment {
  readonly lesson: string;
  readonly answer: string | RegExp;
  readonly press: string;
  readonly evidence: RegExp;
}

const EXPERIMENTS: readonly Experiment[] = [
  {
    lesson: 'handshake',
    answer: 'Nothing: it has no body',
    press: 'Open a WebSocket',
    evidence: /The server answered 101/,
  },
  { lesson: 'full-duplex', answer: 'About 0.1 s', press: 'Both send', evidence: /from the (client|server)/ },
  { lesson: 'emit', answer: /./, press: 'Run both', evidence: /sum/ },
  { lesson: 'rooms', answer: 'Two', press: 'Run all', evidence: /news/ },
];

/** What was on the wire when a verdict appeared. */
interface Verdict {
  /** The playhead, microseconds of the lab's clock. */
  readonly now: number;
}

/** Notes each verdict with the playhead as it appears, and when each capsule lands. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const verdicts: { now: number }[] = [];
    const landings: Record<string, { sentence: string; landedAt: number }> = {};
    Object.assign(window, { verdicts, landings });
    const look = () => {
      const wire = document.querySelector<HTMLElement>('[data-now]');
      for (const capsule of wire?.querySelectorAll<HTMLElement>('[data-landed-at]') ?? []) {
        const sentence = capsule.getAttribute('aria-label') ?? '';
        landings[capsule.dataset.unit!] = { sentence, landedAt: Number(capsule.dataset.landedAt) };
      }
      const told = [...document.querySelectorAll('strong, p')].filter(({ textContent }) =>
        /^(the wire (agrees|says this)|Done, on the wire\.)$/.test(textContent ?? ''),
      );
      while (verdicts.length < told.length) verdicts.push({ now: Number(wire?.dataset.now) });
    };
    new MutationObserver(look).observe(document, {
      childList: true,
      subtree: true,
      attributeFilter: ['data-landed-at'],
    });
  });
}

/** The first verdict, and when the units that this names land. */
async function seen(page: Page, evidence: RegExp): Promise<{ verdict: Verdict; landings: number[] }> {
  const { verdicts, landings } = await page.evaluate(() => {
    const { verdicts, landings } = window as unknown as {
      verdicts: Verdict[];
      landings: Record<string, { sentence: string; landedAt: number }>;
    };
    return { verdicts, landings };
  });
  const named = Object.values(landings).filter(({ sentence }) => evidence.test(sentence));
  return { verdict: verdicts[0]!, landings: named.map(({ landedAt }) => landedAt) };
}

const verdicts = (page: Page) => lessonPart(page).getByText(/^the wire (agrees|says this)$/);

async function begin(page: Page, url: string, { lesson, answer, press }: Experiment): Promise<Student> {
  await watch(page);
  await page.goto(`${url}/lessons/${lesson}`);
  const student = new Student(page);
  await choose(student.lesson.getByRole('radio', { name: answer }).first());
  await student.open('Wire');
  await student.press('Lock it in');
  await student.press(press);
  return student;
}

for (const experiment of EXPERIMENTS) {
  test(`in lesson ${experiment.lesson} the verdict comes when its evidence has landed`, async ({
    page,
    server,
  }) => {
    test.setTimeout(90_000);
    await begin(page, server.url, experiment);
    await expect(verdicts(page)).toHaveCount(1, { timeout: 45_000 });
    const { verdict, landings } = await seen(page, experiment.evidence);
    expect(landings.length).toBeGreaterThan(0);
    for (const landedAt of landings) expect(verdict.now).toBeGreaterThanOrEqual(landedAt);
  });
}

test('a stage that stands still tells nothing, until it is moved on', async ({ page, server }) => {
  const student = await begin(page, server.url, EXPERIMENTS[0]!);
  // As soon as the request leaves, within the page: nothing can be late.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const pause = () => {
          if (!document.querySelector('[data-flying="true"]')) return;
          observer.disconnect();
          document.querySelector<HTMLButtonElement>('[aria-label^="Pause"]')!.click();
          resolve();
        };
        const observer = new MutationObserver(pause);
        observer.observe(document, { subtree: true, attributeFilter: ['data-flying'] });
        pause();
      }),
  );
  await expect(student.lesson.getByText('The stage is paused before the result.')).toBeVisible();
  await expect(verdicts(page)).toHaveCount(0);
  await student.press('Show the result now');
  await expect(verdicts(page)).toHaveCount(1);
  const { verdict, landings } = await seen(page, EXPERIMENTS[0]!.evidence);
  for (const landedAt of landings) expect(verdict.now).toBeGreaterThanOrEqual(landedAt);
});

test('nothing is said of how a connection ended while its bytes are on the way', async ({ page, server }) => {
  const student = new Student(page);
  await page.goto(`${server.url}/lessons/frames?step=build`);
  await student.predict('It sends Hello back');
  await student.press('Send this frame');
  await expect(student.lesson.getByText(/^Port \d+: its bytes are passing on the wire\.$/)).toBeVisible();
  await expect(student.lesson.getByText(/the connection ended without an answer/)).toHaveCount(0);
  await expect(
    student.lesson.getByText(/^Port \d+: the server answered, and the connection has ended\.$/),
  ).toBeVisible();
});
