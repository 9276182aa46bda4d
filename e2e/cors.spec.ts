import { expectNoFindings } from './axe';
import { row } from './on-screen';
import { expect, test } from './wire101';

test('the lab shares its answers with pages of other origins as the student chooses, and the wire says why not', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByText('Pages of other origins (CORS)').click();
  const ask = page.getByRole('button', { name: 'Ask from a page of another origin' });
  const said = page.getByRole('status').filter({ hasText: /frame/ });
  const choose = (label: string) => page.getByLabel('The lab answers them').selectOption({ label });

  await ask.click();
  await expect(said).toContainText(
    'the browser kept the response from the frame: “TypeError: Failed to fetch”',
  );
  await row(page, /The server answered 200 OK/)
    .first()
    .click();
  await expect(page.getByRole('note').first()).toContainText(
    'A browser hides this response from scripts of “null”: it has no Access-Control-Allow-Origin.',
  );
  await expectNoFindings(page);

  for (const [label, isShared] of [
    ['allow any origin (*)', true],
    ['without a CORS field', false],
    ['allow the origin that asks', true],
  ] as const) {
    await choose(label);
    await ask.click();
    await expect(said).toContainText(isShared ? 'gave the frame the response: 200.' : 'kept the response');
  }
  await page.getByLabel(/^Ask with credentials/).check();
  await choose('allow any origin (*)');
  await ask.click();
  await expect(said).toContainText('With credentials, the response must name the origin');
  await choose('allow the origin that asks, with credentials');
  await ask.click();
  await expect(said).toContainText('gave the frame the response: 200.');
});
