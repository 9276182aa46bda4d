import { expectNoFindingsInBothSchemes } from './axe';
import { lessonPart } from './on-screen';
import { expect, test } from './wire101';

test('the search goes to a lesson and to a term, with the keyboard alone', async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page.getByRole('navigation', { name: 'All lessons' })).toBeVisible();
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const field = page.getByRole('combobox', { name: 'Search lessons and glossary' });
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await field.fill('quantum teapot');
  await expect(page.getByText('Nothing matches these words.')).toBeVisible();
  await field.fill('101 switching');
  await expect(page.getByRole('option', { selected: true })).toHaveText(/^101 Switching Protocols/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/lessons\/handshake$/);
  await expect(lessonPart(page).getByRole('radio').first()).toBeVisible();

  await page.keyboard.press('Control+k');
  await field.fill('mask');
  const first = await page.getByRole('option', { selected: true }).textContent();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).not.toHaveText(first ?? '');
  await page.keyboard.press('ArrowUp');
  await field.fill('masking-key');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/glossary#masking-key$/);
  await expect(page.locator('#masking-key')).toBeInViewport();
  await expect(page.locator('#masking-key')).toBeFocused();
});

test('the glossary can be filtered, and links to the sections of the RFCs', async ({ page, server }) => {
  await page.goto(`${server.url}/glossary`);
  await page.getByRole('searchbox', { name: 'Filter' }).fill('masking key xored');
  await expect(page.getByText(/^1 of \d+ terms$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'RFC 6455 §5.3' })).toHaveAttribute(
    'href',
    'https://www.rfc-editor.org/rfc/rfc6455#section-5.3',
  );
});

for (const width of [1440, 390]) {
  test(`axe finds nothing in glossary and search, ${width} wide`, async ({ browser, server }) => {
    const viewport = { width, height: 860 };
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${server.url}/glossary#opcode-ping`);
    await expect(page.locator('#opcode-ping')).toBeInViewport();
    await expectNoFindingsInBothSchemes(page);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByRole('combobox').fill('close');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectNoFindingsInBothSchemes(page);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    await context.close();
  });
}
