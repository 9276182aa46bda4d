import { expect, type Page } from '@playwright/test';
import { ladder } from './on-screen';
import { readLadder } from './read-ladder';
import type { Verdicts } from './verdicts';
import { layoutOf } from './views';

/** A size in which a step is looked at, presented or not. */
export interface Sight {
  readonly width: number;
  readonly height: number;
  readonly isPresented: boolean;
}

const PHONE = { width: 390, height: 844 };

/** Narrower, the parts of the stage are tabs. */
const TABS_BELOW_PX = 1200;

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 820, height: 1180 },
  PHONE,
];

/** All in which a step is looked at in full; nobody presents on a phone. */
export const SIGHTS: readonly Sight[] = [
  ...SIZES.map((size) => ({ ...size, isPresented: false })),
  ...SIZES.slice(0, -1).map((size) => ({ ...size, isPresented: true })),
];

/** The one for this step of the lesson at this place: lessons and steps take turns, so that together they have all. */
export function sightFor(place: number, step: number): Sight {
  return SIGHTS[(place * 5 + step) % SIGHTS.length]!;
}

/** Looks at the page in this size: where its parts lie, at the whole ladder, and when verdicts came. */
export async function lookAt(page: Page, sight: Sight, verdicts: Verdicts): Promise<void> {
  const { width, height, isPresented } = sight;
  await page.setViewportSize({ width, height });
  const tabs = page.getByRole('tablist', { name: 'Parts of the page' });
  await expect(tabs).toHaveCount(width < TABS_BELOW_PX ? 1 : 0);
  await expect(tabs.getByRole('tab', { name: 'Lesson', exact: true })).toHaveCount(
    width === PHONE.width ? 1 : 0,
  );
  if (isPresented) await setPresented(page, true);
  const faults = [...(await layoutOf(page)).faults];
  // A model that is presented has the screen to itself.
  if (!isPresented || (await page.locator('[data-stage] [data-model]').count()) === 0) {
    const leave = await enterLadder(page);
    faults.push(...(await layoutOf(page)).faults);
    const drawn = await readLadder(page);
    faults.push(...drawn.faults, ...(await verdicts.faults(drawn.arrows)));
    await leave();
  }
  if (isPresented) await setPresented(page, false);
  const title = await page.getByRole('heading', { level: 1 }).first().innerText();
  // All of the lesson's faults are worth knowing.
  expect.soft(faults, `${title}, ${width} × ${height}${isPresented ? ', presented' : ''}`).toEqual([]);
}

async function setPresented(page: Page, isPresented: boolean): Promise<void> {
  const tools = page.getByRole('navigation', { name: 'Presentation' });
  if (isPresented) {
    // A small screen has no button for it; in a text field, the key would be a letter.
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press('p');
  } else await tools.getByRole('button', { name: 'Leave' }).click();
  await expect(tools).toHaveCount(isPresented ? 1 : 0);
}

/** Shows the ladder where it is a strip or a tab. The result shows again what was there before. */
async function enterLadder(page: Page): Promise<() => Promise<void>> {
  if (await ladder(page).isVisible()) return async () => {};
  const strip = page.locator('[data-part="strip"][data-of="ladder"]');
  const tabs = page.getByRole('tablist', { name: 'Parts of the page' });
  const isTab = await tabs.isVisible();
  const before = isTab ? await tabs.getByRole('tab', { selected: true }).innerText() : '';
  await (isTab ? tabs.getByRole('tab', { name: 'Ladder' }) : strip).click();
  await expect(ladder(page)).toBeVisible();
  return async () => {
    if (!isTab) return strip.click();
    await tabs.getByRole('tab', { name: before, exact: true }).click();
    // On a phone the lesson is a tab too, and a tab that was chosen stays.
    const { width, height } = page.viewportSize()!;
    await page.setViewportSize(PHONE);
    await tabs.getByRole('tab', { name: 'Lesson' }).click();
    await page.setViewportSize({ width, height });
  };
}
