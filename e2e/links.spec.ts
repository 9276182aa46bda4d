import { inspector, lessonPart, openPart, predict, row } from './on-screen';
import { expect, test } from './wire101';

const SWITCH = /The server answered 101 Switching Protocols/;

test('a link copied from one page opens the same view on the traffic of another', async ({
  browser,
  context,
  page,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${server.url}/lessons/handshake`);
  await expect(lessonPart(page).getByRole('radio')).toHaveCount(4);
  await page.keyboard.press('1');
  await predict(page, 'Nothing: it has no body');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await openPart(page, 'Ladder');
  await row(page, SWITCH).click();
  const accept = inspector(page).getByRole('button', { name: /^Sec-WebSocket-Accept/ });
  await accept.click();
  const accepted = await accept.textContent();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(
    `${server.url}/lessons/handshake?step=switch&task=open&unit=server-http-response-101&field=sec-websocket-accept&speed=real`,
  );
  // The address bar says the same, without being asked.
  await expect(page).toHaveURL(link);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await expect(other.getByText('This link points at the 101 response')).toBeVisible();
  await expect(other.getByText('Lock in your prediction, then press “Open a WebSocket”')).toBeVisible();
  await predict(other, 'A page, as after 200 OK');
  await other.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(inspector(other).getByRole('heading', { name: 'The 101 response' })).toBeVisible();
  const its = inspector(other).getByRole('button', { name: /^Sec-WebSocket-Accept/ });
  await expect(its).toHaveAttribute('aria-expanded', 'true');
  expect(await its.textContent()).not.toBe(accepted);
  await expect(other.getByText('This link points at')).toHaveCount(0);
  await expect(other).toHaveURL(link);
  await elsewhere.close();
});

test('a link to a later step opens it, and offers the traffic that it names', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/handshake?step=request&task=open&unit=client-http-request-upgrade`);
  await expect(lessonPart(page).getByRole('heading', { name: 'What does the browser ask?' })).toBeVisible();
  await expect(page.getByText('This link points at the upgrade request')).toBeVisible();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(inspector(page).getByRole('heading', { name: 'The upgrade request' })).toBeVisible();
});

test('the browser’s Back and Forward move between steps', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/handshake`);
  const heading = lessonPart(page).getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('How does a connection change its language?');
  await expect(page).toHaveURL(/\?step=switch$/);
  await lessonPart(page)
    .getByRole('button', { name: /^Step 3: / })
    .click();
  await expect(page).toHaveURL(/\?step=accept$/);
  await page.goBack();
  await expect(heading).toHaveText('How does a connection change its language?');
  await expect(page).toHaveURL(/\?step=switch$/);
  await page.goForward();
  await expect(heading).toHaveText('How does the server prove that it understood?');
});

for (const [flaw, search, sentence] of [
  ['an unknown step', '?step=no-such-step', 'This lesson has no step “no-such-step”.'],
  ['an unknown task', '?task=nobody&unit=server-http-response-101', 'Nothing here is called “nobody”.'],
  ['invalid UTF-8', '?unit=%ff%fe', 'is not one that a link can name'],
  ['10 kB of junk', `?unit=${'x'.repeat(10_000)}`, 'our links are shorter'],
] as const) {
  test(`a link with ${flaw} says so, and leaves a page that works`, async ({ page, server }) => {
    await page.goto(`${server.url}/lessons/handshake${search}`);
    await expect(page.getByText('Not all of this link can be opened.')).toBeVisible();
    await expect(page.getByText(sentence)).toBeVisible();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(page).toHaveURL(`${server.url}/lessons/handshake?step=switch`);
    await predict(page, 'Nothing: it has no body');
    await page.getByRole('button', { name: 'Open a WebSocket' }).click();
    await openPart(page, 'Ladder');
    await expect(row(page, SWITCH)).toBeVisible();
  });
}

test('a field that this unit lacks is reported, and the unit is selected', async ({ page, server }) => {
  await page.goto(
    `${server.url}/lessons/handshake?task=open&unit=server-http-response-101&field=no-such-field`,
  );
  await predict(page, 'Nothing: it has no body');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(page.getByText('Here, the 101 response has no field “no-such-field”.')).toBeVisible();
  await expect(inspector(page).getByRole('heading', { name: 'The 101 response' })).toBeVisible();
});
