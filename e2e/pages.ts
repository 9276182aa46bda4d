import type { FrameLocator, Locator, Page } from '@playwright/test';
import { type Texts, writeShare } from '../src/code/share';
import { expect } from './wire101';

/** Opens the free lab with these texts at both ends, and shows everything at once. */
export async function openTexts(page: Page, url: string, texts: Texts): Promise<void> {
  await page.goto(`${url}/workbench${await writeShare(texts)}`);
  await expect(page.getByText('This code came with the link')).toBeVisible();
  await page.getByRole('button', { name: 'Real time' }).click();
}

/** A page with this in it, and a server that repeats to all what one says. */
export const withBody = (body: string): Texts => ({
  server: "io.on('connection', (socket) => socket.on('say', (text) => io.emit('said', text)));",
  clients: [`<!doctype html>\n${body}`],
});

/** The page of a client, as its visitor sees it. */
export const pageOf = (page: Page, client: number): FrameLocator =>
  page.frameLocator(`iframe[title="Page of client ${client}"]`);

export const frameOf = (page: Page, client: number): Locator =>
  page.locator(`iframe[title="Page of client ${client}"]`);

export const consoleOf = (page: Page, of: string): Locator =>
  page.getByRole('log', { name: `${of} console` });
