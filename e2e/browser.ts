import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** Options for Playwright's `launch`: all that it needs to start the browser. */
export interface BrowserChoice {
  readonly executablePath?: string;
  readonly channel?: string;
}

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser that the end-to-end tests and benchmarks use: `$CHROMIUM_PATH`, else an installed Chromium or Chrome,
 * else Playwright's own, else one that is installed now.
 * @throws Error with one sentence that says what to install, when there is none and none can be installed.
 */
export function findBrowser(): BrowserChoice {
  const choice = installed() ?? playwrights() ?? installNow();
  if (!choice) {
    throw new Error(
      'No browser for the end-to-end tests: install Chromium or Chrome (Debian: apt-get install chromium), or set CHROMIUM_PATH to one.',
    );
  }
  // Playwright loads its configuration again in each worker, which must not search or install again.
  if (choice.executablePath) process.env.CHROMIUM_PATH = choice.executablePath;
  return choice;
}

function installed(): BrowserChoice | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? { executablePath: named } : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...folders.flatMap((folder) => COMMANDS.map((name) => join(folder, name))), ...PLACES];
  const found = candidates.find((path) => existsSync(path));
  return found ? { executablePath: found } : null;
}

function playwrights(): BrowserChoice | null {
  // The channel, not the path: without it Playwright would look for its separate headless build.
  return existsSync(chromium.executablePath()) ? { channel: 'chromium' } : null;
}

function installNow(): BrowserChoice | null {
  console.log('No Chromium or Chrome found: installing one for the end-to-end tests.');
  spawnSync('npx', ['playwright', 'install', 'chromium'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return playwrights() ?? installDebianPackage();
}

function installDebianPackage(): BrowserChoice | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  try {
    execFileSync('apt-get', ['update'], options);
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], options);
  } catch {
    return null;
  }
  return installed();
}
