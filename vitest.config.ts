import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{engines,shield,console,demo,conformance,fuzz,scripts}/**/*.test.{ts,tsx}', '*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
