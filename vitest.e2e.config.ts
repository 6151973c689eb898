import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    environment: 'node',
    pool: 'forks',
    // Browsers and hosts share two cores; one file at a time keeps what they see steady.
    maxWorkers: 1,
    // A browser on a busy machine misses a moment now and then; a second try is printed as one ("retry x1").
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
