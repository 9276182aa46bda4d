import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from './root';
import { run } from './testing';

// It builds the pages, which takes a while on a machine with other work.
const SLOW = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'wire101-package-'));
const app = join(folder, 'app');
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Packs a copy of the project, whose build is its own, and unpacks the package into an empty folder. The packages that it
 * depends on are linked from the project: installing them would take a registry.
 */
beforeAll(async () => {
  const copy = join(folder, 'project');
  mkdirSync(copy);
  const left = new Set(['node_modules', 'dist', '.git', 'test-results', 'test-reports', 'playwright-report']);
  for (const name of readdirSync(ROOT)) {
    if (!left.has(name)) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: copy });
  expect(packed.code, packed.stderr).toBe(0);

  const modules = join(app, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  const archive = join(folder, packed.stdout.trim().split('\n').at(-1)!);
  const home = join(modules, 'wire101');
  mkdirSync(home);
  expect((await run('tar', ['-xzf', archive, '--strip-components=1', '-C', home])).code).toBe(0);
  symlinkSync('../wire101/bin/wire101.mjs', join(modules, '.bin', 'wire101'));
}, SLOW);

const npx = (args: readonly string[], input = '') =>
  run('npx', ['--no', '--', 'wire101', ...args], { cwd: app, input });

it('the package says what it can do, from a folder of its own', { timeout: SLOW }, async () => {
  expect(await npx(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: wire101') });
});

it('the package decodes', { timeout: SLOW }, async () => {
  const { code, stdout } = await npx(['decode', '-'], '81 05 48 65 6c 6c 6f');
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('text “Hello”') });
});

it('the package serves the pages that came with it', { timeout: SLOW }, async () => {
  const bin = join(app, 'node_modules', '.bin', 'wire101');
  const child = spawn(process.execPath, [bin, '--port', '0'], { cwd: app });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  while (!said.includes('\n')) await once(child.stdout, 'data');
  try {
    const url = /^Wire 101 is at (\S+)\n/.exec(said)?.[1];
    expect(said).toMatch(/^Wire 101 is at http/);
    const page = await (await fetch(url!)).text();
    const script = /src="([^"]+\.js)"/.exec(page)?.[1];
    expect((await fetch(new URL(script!, url))).status).toBe(200);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
});
