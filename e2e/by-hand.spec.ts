import { expectNoFindings } from './axe';
import { row } from './on-screen';
import { expect, test } from './wire101';

test('a student is the server of their own browser, right and wrong', async ({ page, server }) => {
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByText('Serve', { exact: true }).click();
  const opener = page.getByRole('button', { name: 'Open a WebSocket to yourself' });
  const newest = page.getByRole('article').first();
  const outcome = newest.getByRole('status').first();

  await opener.click();
  await expect(outcome).toContainText('Your browser waits for the server');
  await newest.getByRole('button', { name: 'Answer with these bytes' }).click();
  await expect(outcome).toContainText('Your browser accepted the answer');
  await newest.getByRole('button', { name: 'Send as the server' }).click();
  await expect(row(page, /The server sent a text message of 5 bytes/).first()).toBeAttached();
  await expectNoFindings(page);
  await newest.getByLabel('Begin with').selectOption('A masked frame');
  await newest.getByRole('button', { name: 'Send as the server' }).click();
  await expect(outcome).toHaveText(
    'onclose said 1006. A server must not mask its frames: the MASK bit is 1.',
  );

  for (const [answer, said] of [
    ['A wrong accept value', /onclose said 1006\. Sec-WebSocket-Accept must be “\S+=” for this key/],
    ['200 OK', 'onclose said 1006. The answer was 200 OK, and only 101 opens a WebSocket.'],
    ['The request, sent back', /onclose said 1006\. An HTTP status line begins with HTTP\//],
  ] as const) {
    await opener.click();
    await newest.getByLabel('Begin with').selectOption(answer);
    await newest.getByRole('button', { name: 'Answer with these bytes' }).click();
    await expect(outcome).toHaveText(said);
  }
});
