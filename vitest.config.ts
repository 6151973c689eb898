import { defineConfig } from 'vitest/config';

const common = {
  setupFiles: 'test/support/fixed-seed.ts',
  testTimeout: 120_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // One more than the smallest machine has cores: many tests wait for sockets, threads and processes.
    maxWorkers: 3,
    projects: [
      {
        // These keep nothing outside their own objects, so files share a thread and what it has loaded.
        test: {
          ...common,
          name: 'shared threads',
          include: ['test/{shared,renderer,engine,integration,practice}/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        // These start hosts, hold locks, or are killed: each file has a process of its own.
        test: {
          ...common,
          name: 'own processes',
          include: ['test/{adapters,hosts,preload,bench,scripts}/**/*.test.ts'],
          pool: 'forks',
          // Daemons, sockets and killed processes answer to the machine; a second try is printed as one ("retry x1").
          retry: 1,
        },
      },
    ],
  },
});
