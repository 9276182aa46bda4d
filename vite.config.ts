import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // Fonts and images stay files of their own: the Content-Security-Policy allows no data: URLs for them.
    assetsInlineLimit: 0,
  },
  test: {
    include: ['src/**/*.test.ts', 'server/**/*.test.ts'],
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-reports/unit.json' }]] : ['default'],
  },
});
