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

/** Waits until the instrument on the page has the form of this view. */
export async function expectForm(page: Page, { name }: View): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Parts of the page' });
  await expect(tabs).toHaveCount(name === 'narrow' ? 1 : 0);
  for (const part of ['Wire', 'Ladder', 'Inspector']) {
    await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible({
      visible: name === 'wide',
    });
  }
}
