import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

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
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page with an instrument needs comes in one piece, which compresses better than many; what takes
          // a unit apart comes when there is one, and of a layer in a folder of its own only what it is called.
          groups: [
            {
              name: 'course',
              test: /src[\\/](protocol[\\/](?!index|inflate\.|terms|[^\\/]+[\\/](?!layer\.|kinds\.))|capture|timeline|lab[\\/](?!programs|socket-io)|stage|ui|lessons[\\/]([^\\/]+[\\/]about\.|define\.|panel|prose))|src[\\/]inspector[\\/](index|inspector|names|overview|places|use-unit-revision)|node_modules[\\/](react|react-dom|scheduler)[\\/]/,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'server/**/*.test.ts'],
    globalSetup: './vitest.seed.ts',
    setupFiles: './vitest.setup.ts',
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-reports/unit.json' }]] : ['default'],
  },
});
