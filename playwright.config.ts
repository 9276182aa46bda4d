import { defineConfig } from '@playwright/test';
import { findBrowser } from './e2e/browser';

/**
 * What Chromium does not start. The last two are pages of its own, two processes for each window, which no test shows: without
 * them the tests need a fifth less processor time. The others Playwright leaves out, and this list replaces its own.
 */
const LEFT_OUT = [
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
];

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  // Two browsers on two cores are slow at times. Failures are still found, only later.
  expect: { timeout: 15_000 },
  globalSetup: './e2e/build',
  reporter: process.env.CI ? [['list'], ['json', { outputFile: 'test-reports/e2e.json' }]] : 'list',
  use: {
    ...findBrowserOptions(),
    viewport: { width: 1440, height: 900 },
    // Actions, requests and console. Pictures of each step (`--trace on`) take two fifths of the processor time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
  },
});

function findBrowserOptions() {
  const { channel, ...launchOptions } = findBrowser();
  return {
    ...(channel ? { channel } : {}),
    // The tests need only this machine: without these, Chromium looks up hosts on the internet at every start.
    launchOptions: {
      ...launchOptions,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        `--disable-features=${LEFT_OUT.join(',')}`,
        // Without a graphics card, the processor would imitate one to draw.
        '--disable-gpu-rasterization',
      ],
    },
  };
}
