import { defineConfig } from 'vitest/config';
import { LONG_IN_PROCESSES, LONG_IN_THREADS } from './scripts/long-tests.ts';

const common = {
  setupFiles: ['test/support/fixed-seed.ts', 'test/support/loopback-only.ts'],
  testTimeout: 120_000,
  hookTimeout: 60_000,
};

/** These keep nothing outside their own objects, so files share a thread and what it has loaded. */
const sharedThreads = { ...common, pool: 'threads', isolate: false } as const;

/**
 * These start hosts, hold locks, or are killed: each file has a process of its own. Daemons, sockets and killed processes
 * answer to the machine; a second try is printed as one ("retry x1").
 */
const ownProcesses = { ...common, pool: 'forks', retry: 1 } as const;

export default defineConfig({
  test: {
    // One more than the smallest machine has cores: many tests wait for sockets, threads and processes.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...sharedThreads,
          name: 'shared threads',
          include: ['test/{shared,renderer,engine,integration,practice}/**/*.test.ts'],
          exclude: [...LONG_IN_THREADS],
        },
      },
      {
        test: {
          ...ownProcesses,
          name: 'own processes',
          include: ['test/{adapters,hosts,preload,bench,scripts}/**/*.test.ts'],
          exclude: [...LONG_IN_PROCESSES],
        },
      },
      { test: { ...sharedThreads, name: 'long, shared threads', include: [...LONG_IN_THREADS] } },
      { test: { ...ownProcesses, name: 'long, own processes', include: [...LONG_IN_PROCESSES] } },
    ],
  },
});
