import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { clientLibrary } from './server/programs/client-library.ts';

const ENTRY = fileURLToPath(new URL('src/main.tsx', import.meta.url));

/** `page` for what `src/main.tsx` imports statically, directly or not; null leaves the rest to the bundler. */
function nameOfPiece(id: string, context: Rolldown.ChunkingContext): string | null {
  const modules = new Set([ENTRY]);
  // Iterating a set also visits what is added meanwhile.
  for (const module of modules)
    for (const imported of context.getModuleInfo(module)?.importedIds ?? []) modules.add(imported);
  return modules.has(id) ? 'page' : null;
}

/** The development server is at the root of its host, and does not write relative addresses. */
const rootInDevelopment: Plugin = {
  name: 'root-in-development',
  apply: 'serve',
  transformIndexHtml: { order: 'pre', handler: (html) => html.replaceAll('"./', '"/') },
};

export default defineConfig({
  plugins: [react(), clientLibrary(), rootInDevelopment],
  // Files refer to each other by relative addresses, so that the pages work below any path; server/site.ts does the rest.
  base: './',
  build: {
    target: 'es2023',
    // Fonts and images stay separate files: the Content-Security-Policy allows no data: URLs for them.
    assetsInlineLimit: 0,
    // Browsers that support ES2023 support modulepreload.
    modulePreload: { polyfill: false },
    // What counts is the compressed size of everything a lesson waits for: bench/page.ts.
    chunkSizeWarningLimit: 600,
    // The page's own script and everything it imports statically form one chunk, which compresses better than many.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: nameOfPiece, debugName: 'page' }] } } },
  },
  test: {
    include: ['src/**/*.test.ts', 'server/**/*.test.ts'],
    globalSetup: './vitest.seed.ts',
    setupFiles: './vitest.setup.ts',
    // Modules are loaded once in each worker, not once for each file: a test leaves nothing behind in them.
    isolate: false,
    // By default one core stays free, which is half of a machine with two.
    maxWorkers: '100%',
    // Other work beside the tests makes them slow at times. Failures are still found, only later.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-reports/unit.json' }]] : ['default'],
  },
});
