import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';

const ENTRY = fileURLToPath(new URL('src/main.tsx', import.meta.url));

/** `page` for what `src/main.tsx` imports statically, itself or by others; null leaves the rest to the bundler. */
function nameOfPiece(id: string, context: Rolldown.ChunkingContext): string | null {
  const found = new Set([ENTRY]);
  // A set that grows is iterated to its new end.
  for (const each of found)
    for (const imported of context.getModuleInfo(each)?.importedIds ?? []) found.add(imported);
  return found.has(id) ? 'page' : null;
}

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // Fonts and images stay files of their own: the Content-Security-Policy allows no data: URLs for them.
    assetsInlineLimit: 0,
    // Browsers that know ES2023 know modulepreload.
    modulePreload: { polyfill: false },
    // What counts is the compressed size of all that a lesson waits for: bench/page.ts.
    chunkSizeWarningLimit: 600,
    // The page's own script and everything that it imports statically come in one piece, which compresses better than many.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: nameOfPiece, debugName: 'page' }] } } },
  },
  test: {
    include: ['src/**/*.test.ts', 'server/**/*.test.ts'],
    globalSetup: './vitest.seed.ts',
    setupFiles: './vitest.setup.ts',
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-reports/unit.json' }]] : ['default'],
  },
});
