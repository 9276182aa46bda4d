import { lessonPart, predict } from './on-screen';
import { startProxy } from './proxy';
import { expect, test } from './wire101';

test('a proxy in the way is named, and a lesson whose Upgrade it removes says why nothing switches', async ({
  page,
  server,
}) => {
  const proxy = await startProxy(server.port);
  await page.goto(`${proxy.url}/lessons/handshake`);
  await predict(page, 'Nothing: it has no body');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(lessonPart(page).getByText(/came to the server without its Upgrade field/)).toBeVisible();
  await expect(lessonPart(page).getByRole('note').filter({ hasText: 'Via: 1.1 classroom' })).toBeVisible();
  await expect(lessonPart(page).getByRole('button', { name: 'Next' })).toHaveCount(0);
  await proxy.close();
});
