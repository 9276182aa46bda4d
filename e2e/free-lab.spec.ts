import type { Page } from '@playwright/test';
import { inspector, ladder, row } from './on-screen';
import { expect, test } from './wire101';

const part = (page: Page) => page.getByRole('region', { name: 'Free lab' });

async function opened(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/workbench`);
  await page.getByRole('button', { name: 'real time' }).click();
}

test('bytes by hand: three pipelined requests on one connection, answered in order', async ({
  page,
  server,
}) => {
  await opened(page, server.url);
  await part(page).getByText('Raw', { exact: true }).click();
  await part(page)
    .getByRole('combobox', { name: 'Begin with' })
    .selectOption('Three GETs at once (pipelined)');
  await part(page).getByRole('button', { name: 'Open and send' }).click();
  for (const n of [1, 2, 3])
    await expect(row(page, new RegExp(`GET request for .*object/${n}`))).toBeVisible();
  await expect(row(page, /The server answered 200 OK/)).toHaveCount(3);
  await expect(part(page).getByRole('article', { name: 'Raw connection 1' })).toContainText('closed');
});

test('invalid hexadecimal is reported before it is sent; valid bytes go out unchanged and come back', async ({
  page,
  server,
}) => {
  await opened(page, server.url);
  await part(page).getByText('Raw', { exact: true }).click();
  await part(page).getByText('To a byte echo').click();
  await part(page).getByText('Hex', { exact: true }).click();
  const bytes = part(page).getByRole('textbox', { name: 'Your bytes' });
  await expect(bytes).toHaveValue('41 42 43 44 45 46');
  await bytes.fill('41 4');
  await expect(part(page).getByRole('button', { name: 'Open and send' })).toBeDisabled();
  await expect(part(page).getByText('A byte has two digits; these are 3.')).toBeVisible();
  await bytes.fill('57 69 72 65');
  await part(page).getByRole('button', { name: 'Open and send' }).click();
  await expect(row(page, /The server’s socket read 4 bytes .*“Wire”/)).toBeVisible();
  await expect(row(page, /The server’s socket wrote 4 bytes .*“Wire”/)).toBeVisible();
});

test('a WebSocket in a black hole: nothing arrives, and only a reset tells the browser', async ({
  page,
  server,
}) => {
  await opened(page, server.url);
  await part(page).getByRole('button', { name: 'Open a WebSocket' }).click();
  const socket = part(page).getByRole('article', { name: 'WebSocket 1' });
  await socket.getByText('More settings for WebSocket 1').click();
  await socket.getByText('black hole').click();
  await expect(page.getByText('the lab swallows everything, both ways').first()).toBeVisible();
  await socket.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(row(page, /“Hello”.*swallowed/)).toBeVisible();
  await expect(socket).toContainText('open');
  await socket.getByRole('button', { name: 'Reset the connection (RST)' }).click();
  await expect(socket.getByText(/onclose said 1006/)).toBeVisible();
  await expect(ladder(page).getByText(/reset by the server \(RST\)/)).toBeVisible();
});

test('upgrades are refused while the lab is told to refuse them', async ({ page, server }) => {
  await opened(page, server.url);
  await part(page)
    .getByRole('checkbox', { name: /refuse upgrades/ })
    .check();
  await part(page).getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 503 Service Unavailable/)).toBeVisible();
  await part(page)
    .getByRole('checkbox', { name: /refuse upgrades/ })
    .uncheck();
  await part(page).getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101 Switching Protocols/)).toBeVisible();
});

test('a server that chooses none of the offered subprotocols is told as the reason for 1006', async ({
  page,
  server,
}) => {
  await opened(page, server.url);
  await part(page).getByRole('textbox', { name: 'Subprotocols to offer' }).fill('chat, token123');
  await part(page).getByRole('button', { name: 'Open a WebSocket' }).click();
  const why = 'The client offered the subprotocols “chat” and “token123”, and the server chose none.';
  await expect(part(page).getByRole('article', { name: 'WebSocket 1' })).toContainText(
    `onclose said 1006. The browser ended the connection because of the 101: ${why}`,
  );
  await expect(ladder(page).getByText(`because of the 101: ${why}`)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Ended connections' })).toContainText(why);
  await row(page, /The server answered 101 Switching Protocols/).click();
  await expect(inspector(page).getByRole('note', { name: 'Fault' })).toContainText(why);
});

test('a frame bit by bit: a broken rule is reported before it is sent, and by the server after', async ({
  page,
  server,
}) => {
  await opened(page, server.url);
  await part(page).getByText('Frames', { exact: true }).click();
  await part(page).getByRole('combobox', { name: 'Begin with' }).selectOption('Unmasked frame');
  await expect(part(page).getByText(/1002/).first()).toBeVisible();
  await part(page).getByRole('button', { name: 'Send this frame' }).click();
  await expect(row(page, /The server .*close.*1002/i)).toBeVisible();
  await expect(part(page).getByRole('article', { name: 'Raw connection 1' })).toBeVisible();
});
