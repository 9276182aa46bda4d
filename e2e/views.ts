import { expect, type Page } from '@playwright/test';

/** How a page is viewed: its size, its colours, and whether it moves. */
export interface View {
  readonly name: 'wide' | 'narrow';
  readonly size: { readonly width: number; readonly height: number };
  readonly media: {
    readonly colorScheme: 'light' | 'dark';
    readonly reducedMotion: 'reduce' | 'no-preference';
  };
}

/** As most people see it. */
export const WIDE: View = {
  name: 'wide',
  size: { width: 1440, height: 900 },
  media: { colorScheme: 'light', reducedMotion: 'no-preference' },
};

/** A phone, dark and without motion: the parts of the page are tabs. */
export const NARROW: View = {
  name: 'narrow',
  size: { width: 390, height: 844 },
  media: { colorScheme: 'dark', reducedMotion: 'reduce' },
};

/** Shows the page in this view. */
export async function show(page: Page, view: View): Promise<void> {
  await page.emulateMedia(view.media);
  await page.setViewportSize(view.size);
}

/** Waits until the instrument on the page has the form of this view, and looks at how its parts lie. */
export async function expectForm(page: Page, { name }: View): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Parts of the page' });
  await expect(tabs).toHaveCount(name === 'narrow' ? 1 : 0);
  if (name === 'wide') await expect(page.locator('[data-place="main"] > [data-part]')).toBeVisible();
  else await expect(page.locator('[data-stage]')).toBeHidden();
  const { share, faults } = await layoutOf(page);
  expect(faults).toEqual([]);
  if (name === 'wide') expect(share).toBeGreaterThanOrEqual(0.55);
}

/** How much of the stage the step's picture has, and what is wrong with how the parts of the page lie. */
export function layoutOf(
  page: Page,
): Promise<{ readonly share: number; readonly faults: readonly string[] }> {
  return page.evaluate(() => {
    const areaOf = ({ width, height }: { readonly width: number; readonly height: number }) => width * height;
    const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')].filter(
      (part) => part.checkVisibility() && areaOf(part.getBoundingClientRect()) > 0,
    );
    const nameOf = ({ dataset }: HTMLElement) => `${dataset.part}${dataset.of ? ` of ${dataset.of}` : ''}`;
    const faults: string[] = [];
    const { scrollHeight, scrollWidth } = document.documentElement;
    if (scrollHeight > innerHeight || scrollWidth > innerWidth || scrollX + scrollY > 0) {
      faults.push(`the page scrolls: ${scrollWidth} × ${scrollHeight}`);
    }
    // What is scrolled away lies over nothing.
    const seenOf = (part: HTMLElement) => {
      let { left, top, right, bottom } = part.getBoundingClientRect();
      for (let box = part.parentElement; box; box = box.parentElement) {
        if (!/auto|scroll/.test(getComputedStyle(box).overflowY)) continue;
        const view = box.getBoundingClientRect();
        [left, right] = [Math.max(left, view.left), Math.min(right, view.right)];
        [top, bottom] = [Math.max(top, view.top), Math.min(bottom, view.bottom)];
      }
      return { left, top, right, bottom };
    };
    for (const [place, one] of parts.entries()) {
      const a = seenOf(one);
      const isContained = one.parentElement?.closest('[data-part]') !== null;
      if (!isContained && (a.right > innerWidth + 1 || a.bottom > innerHeight + 1)) {
        faults.push(`${nameOf(one)} leaves the window`);
      }
      for (const other of parts.slice(place + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        const b = seenOf(other);
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 1 && height > 1) faults.push(`${nameOf(one)} lies over ${nameOf(other)}`);
      }
    }
    const stage = document.querySelector('[data-stage]')?.getBoundingClientRect();
    const main = document.querySelector('[data-place="main"] > [data-part]')?.getBoundingClientRect();
    return { share: stage && main && areaOf(stage) > 0 ? areaOf(main) / areaOf(stage) : 0, faults };
  });
}
