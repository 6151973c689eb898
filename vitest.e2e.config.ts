import { defineConfig } from 'vitest/config';

const common = {
  environment: 'node',
  pool: 'forks',
  // A browser on a busy machine misses a moment now and then; a second try is printed as one ("retry x1").
  retry: 1,
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        // Pages over a scripted host: a page that loads uses one core and a half, so two files fill two cores.
        test: {
          ...common,
          name: 'pages',
          include: ['test/e2e/renderer*.e2e.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real hosts, keychains and clocks beside the browser: one file at a time keeps what they see steady.
        test: {
          ...common,
          name: 'hosts',
          include: ['test/e2e/{host,vault,ticket,desktop}*.e2e.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
