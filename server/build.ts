import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the pages are built from. */
const SOURCES = ['src', 'index.html', 'public', 'vite.config.ts', 'package-lock.json'];

/**
 * Builds the pages unless they are newer than their sources, or came with an installed package, which has no
 * configuration to build by. `root` is the project's folder.
 */
export async function buildIfNeeded(root: string, say: (line: string) => void): Promise<void> {
  const built = join(root, 'dist', 'index.html');
  if (existsSync(built) && !existsSync(join(root, 'vite.config.ts'))) return;
  if (existsSync(built) && statSync(built).mtimeMs >= newestSourceMs(root)) return;
  say('Building the pages: a few seconds, once.');
  const { build } = await import('vite');
  await build({ root, logLevel: 'warn' });
}

function newestSourceMs(root: string): number {
  let newest = 0;
  for (const source of SOURCES.map((name) => join(root, name)).filter((path) => existsSync(path))) {
    const files = statSync(source).isDirectory()
      ? readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
          .map((entry) => join(entry.parentPath, entry.name))
      : [source];
    for (const file of files) newest = Math.max(newest, statSync(file).mtimeMs);
  }
  return newest;
}
