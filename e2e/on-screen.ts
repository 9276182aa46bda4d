import { expect, type Locator, type Page } from '@playwright/test';

/** The parts of the page, as a student finds them. */
export const lessonPart = (page: Page): Locator =>
  page.getByRole('region', { name: /^Lesson: / }).or(figure(page));
/** A step's own drawing, which may hold its controls; on a phone it is in the lesson. */
export const figure = (page: Page): Locator => page.getByRole('region', { name: 'Figure', exact: true });
/** Opens a part of the stage that is a strip; nothing happens when it is open. */
export async function openPart(page: Page, part: 'Wire' | 'Ladder' | 'Inspector'): Promise<void> {
  const strip = page.locator('[data-part="strip"][aria-expanded="false"]').filter({ hasText: part });
  if ((await strip.count()) > 0) await strip.click();
}

export const ladder = (page: Page): Locator => page.getByRole('region', { name: 'Ladder' });
export const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });

/** A row of the ladder by its sentence. */
export const row = (page: Page, sentence: string | RegExp): Locator =>
  ladder(page).getByRole('button', { name: sentence });

/** Chooses an option. A page that has just been drawn may show that a moment later, which `check` takes for a failure. */
export async function choose(radio: Locator): Promise<void> {
  await radio.click();
  await expect(radio).toBeChecked();
}

/** Answers the step's open question, so that its action can be taken. */
export async function predict(page: Page, answer: string | RegExp): Promise<void> {
  await choose(lessonPart(page).getByRole('radio', { name: answer }).last());
  await lessonPart(page).getByRole('button', { name: 'Lock it in' }).last().click();
}

/** The bytes that the inspector shows of the selection, read by scrolling through all of them. */
export async function bytesOnScreen(page: Page): Promise<Buffer> {
  const region = inspector(page).getByRole('region', { name: /^Bytes, in hexadecimal/ });
  const shown = new Map<number, string>();
  const height = await region.evaluate((box) => box.scrollHeight);
  for (let top = 0; top <= height; top += 100) {
    await region.evaluate((box, to) => {
      box.scrollTop = to;
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, top);
    const cells = await region
      .locator('[data-bytes] [data-at]')
      .evaluateAll((all) =>
        all.map((cell) => [Number((cell as HTMLElement).dataset.at), cell.textContent ?? ''] as const),
      );
    for (const [at, hex] of cells) shown.set(at, hex);
  }
  const inOrder = [...shown].sort(([a], [b]) => a - b);
  expect(inOrder.map(([at]) => at)).toEqual(inOrder.map((_, index) => index));
  return Buffer.from(inOrder.map(([, hex]) => hex).join(''), 'hex');
}

/** The lab that a page makes; call this before opening the page. */
export async function openedLab(page: Page): Promise<{ ws: string; http: string; socketio: string }> {
  const response = await page.waitForResponse(
    (answer) => answer.url().endsWith('/lab') && answer.status() === 201,
  );
  return response.json();
}

/** Scrolls the ladder to this many pixels from its top; waits until the rows there are drawn. True at its end. */
function scrollLadder(page: Page, top: number): Promise<boolean> {
  return ladder(page)
    .getByRole('list')
    .evaluate((element, to) => {
      let box: Element = element;
      while (box.scrollHeight <= box.clientHeight + 1 && box.parentElement) box = box.parentElement;
      box.scrollTop = to;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      return frame()
        .then(frame)
        .then(() => box.scrollTop + box.clientHeight > box.scrollHeight - 2);
    }, top);
}

/** Small enough to leave no row out: the ladder draws only the rows that are in view. */
const LADDER_STEP_PX = 120;

/** Every sentence of the ladder, read by scrolling to its end. */
export async function sentencesOf(page: Page): Promise<string[]> {
  const list = ladder(page).getByRole('list');
  const found = new Set<string>();
  for (let top = 0, isEnd = false; !isEnd; top += LADDER_STEP_PX) {
    isEnd = await scrollLadder(page, top);
    for (const button of await list.getByRole('button').all()) {
      found.add((await button.getAttribute('aria-label')) ?? '');
    }
  }
  return [...found];
}

/**
 * Scrolls to the first row that says this, among all rows so far.
 * @throws Error when the ladder has no such row.
 */
export async function scrollToRow(page: Page, sentence: RegExp): Promise<Locator> {
  const wanted = row(page, sentence).first();
  for (let top = 0, isEnd = false; !isEnd; top += LADDER_STEP_PX) {
    isEnd = await scrollLadder(page, top);
    if (await wanted.isVisible()) return wanted;
  }
  throw new Error(`No row of the ladder says ${sentence}.`);
}
