import { readFile } from 'node:fs/promises';
import { expectNoFindings } from './axe';
import { row } from './on-screen';
import { expect, test } from './wire101';

const MASKED_HELLO = '81 85 37 fa 21 3d 7f 9f 4d 51 58';

test('pasted bytes are on the stage, as a recording', async ({ page, server }) => {
  await page.goto(`${server.url}/open`);
  await page.getByRole('textbox', { name: /^Or paste bytes/ }).fill(MASKED_HELLO);
  await page.getByRole('button', { name: 'Show these bytes' }).click();
  await expect(page.getByText('pasted bytes (32 B) has been read.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Notes' })).toContainText('since its frames are masked');
  await expect(row(page, /The client sent a text message of 5 bytes: “Hello”/)).toBeVisible();
  await expect(row(page, /101 Switching Protocols.* It was added/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'RECORDED' })).toBeVisible();
  await expectNoFindings(page);
  await page.getByRole('textbox', { name: /^Or paste bytes/ }).fill('What is this?');
  await page.getByRole('button', { name: 'Show these bytes' }).click();
  await expect(page.getByRole('list', { name: 'Notes' })).toBeVisible();
});

test('what the free lab saves opens again, with the same messages', async ({ page, server }) => {
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(row(page, /The server sent a text message of 5 bytes/)).toBeVisible();
  const files: { name: string; buffer: Buffer }[] = [];
  for (const format of ['pcapng', '.wire101']) {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: new RegExp(`\\(${format}\\)`) }).click();
    const file = await saved;
    files.push({ name: file.suggestedFilename(), buffer: await readFile((await file.path())!) });
  }
  await page.getByRole('link', { name: 'Open a recording' }).click();
  await expect(page.getByRole('heading', { name: 'Open a recording' })).toBeVisible();
  for (const { name, buffer } of files) {
    await page
      .getByLabel('Choose a file')
      .setInputFiles({ name, buffer, mimeType: 'application/octet-stream' });
    await expect(page.getByText(`${name} (`)).toContainText('has been read');
    await expect(page.getByText('1 connection', { exact: true })).toBeVisible();
    await expect(row(page, /The server answered 101/)).toBeVisible();
    await expect(row(page, /The server sent a text message of 5 bytes/)).toBeVisible();
  }
});
