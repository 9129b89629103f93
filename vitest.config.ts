import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{engines,shield,console,demo,conformance,fuzz,bench,scripts,content}/**/*.test.{ts,tsx}',
      '*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', './scripts/summary-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
