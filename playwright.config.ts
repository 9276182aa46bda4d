import { defineConfig } from '@playwright/test';
import { findBrowser } from './e2e/browser';

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  // Two browsers on two cores are slow at times; what does not come at all is found late, but found.
  expect: { timeout: 15_000 },
  globalSetup: './e2e/build',
  reporter: process.env.CI ? [['list'], ['json', { outputFile: 'test-reports/e2e.json' }]] : 'list',
  use: {
    ...findBrowserOptions(),
    viewport: { width: 1440, height: 900 },
    // What was done, asked and printed. Pictures of each step take two fifths of the processor time: `--trace on` takes them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
  },
});

function findBrowserOptions() {
  const { channel, ...launchOptions } = findBrowser();
  return {
    ...(channel ? { channel } : {}),
    // The tests need this machine only: without these, Chromium looks for hosts on the internet at every start.
    launchOptions: {
      ...launchOptions,
      args: ['--disable-background-networking', '--disable-component-update'],
    },
  };
}
