import { openedLab, row } from './on-screen';
import { expect, startServer, test } from './wire101';

test('the page reports a server that goes away, and goes on by itself when it is back', async ({ page }) => {
  const first = await startServer();
  await page.goto(`${first.url}/workbench`);
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101/)).toBeVisible();
  await first.stop();
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /server/i })
      .first(),
  ).toContainText(/again|retr/i);
  const live = page.getByRole('button', { name: /^Live/ });
  await expect(live).toHaveAttribute('aria-pressed', 'false');

  const second = await startServer(first.port);
  // Its labs were in memory: the page makes a new one, and says so.
  await expect(page.getByText(/new lab/i).first()).toBeVisible({ timeout: 30_000 });
  await expect(live).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101/)).toBeVisible();
  await second.stop();
});

test('a feed that breaks is resumed: nothing doubled, nothing lost', async ({ page, server }) => {
  const feeds: { close(): Promise<void> }[] = [];
  await page.routeWebSocket(/\/feed/, (socket) => {
    socket.connectToServer();
    feeds.push(socket);
  });
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  await lab;
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  const text = page.getByRole('textbox', { name: /^text to send/i });
  const send = async (message: string) => {
    await text.fill(message);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  await send('before');
  await expect(row(page, /The server sent a text .*“before”/)).toBeVisible();
  await feeds.at(-1)!.close();
  await send('meanwhile');
  await expect(row(page, /The server sent a text .*“meanwhile”/)).toBeVisible({ timeout: 30_000 });
  await send('after');
  await expect(row(page, /The server sent a text .*“after”/)).toBeVisible();
  for (const message of ['before', 'meanwhile', 'after']) {
    await expect(row(page, new RegExp(`The server sent a text .*“${message}”`))).toHaveCount(1);
  }
  expect(feeds.length).toBeGreaterThan(1);
});

test('a page that is loaded again keeps the addresses of its lab, and begins anew', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/workbench`);
  const address = async () => {
    await page.getByRole('button', { name: 'Connect any client' }).click();
    const dialog = page.getByRole('dialog');
    const text = await dialog.getByText(/^ws:/).textContent();
    await page.keyboard.press('Escape');
    return text;
  };
  const before = await address();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /answered 101 Switching Protocols/)).toBeVisible();
  await page.reload();
  expect(await address()).toBe(before);
  await expect(row(page, /answered 101 Switching Protocols/)).toHaveCount(0);
  const other = await page.context().newPage();
  await other.goto(`${server.url}/workbench`);
  await other.getByRole('button', { name: 'Connect any client' }).click();
  await expect(other.getByRole('dialog').getByText(/^ws:/)).not.toHaveText(before!);
});

test('an unknown lesson and an unknown address say so and link onward', async ({ page, server }) => {
  const main = page.getByRole('main');
  for (const path of ['/lessons/nothing', '/no/such/page']) {
    for (const [link, leadsTo] of [
      ['To the beginning', '/'],
      ['to the free lab', '/workbench'],
    ] as const) {
      await page.goto(`${server.url}${path}`);
      await expect(main.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
      await main.getByRole('link', { name: link, exact: true }).click();
      await expect(page).toHaveURL(`${server.url}${leadsTo}`);
      await expect(main.getByRole('heading', { level: 1 })).not.toHaveText('There is no such page');
    }
  }
});
