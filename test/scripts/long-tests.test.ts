import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LONG_IN_PROCESSES, LONG_IN_THREADS } from '../../scripts/long-tests.ts';
import { root } from '../../scripts/steps.ts';

describe('tests that the quick check leaves out', () => {
  for (const pattern of [...LONG_IN_THREADS, ...LONG_IN_PROCESSES]) {
    it(`are there: ${pattern}`, () => expect(globSync(pattern, { cwd: root })).not.toEqual([]));
  }
});

describe('every end-to-end test', () => {
  it('is run by one of the two groups', () => {
    const all = globSync('test/e2e/*.e2e.ts', { cwd: root });
    const grouped = globSync(['test/e2e/renderer*.e2e.ts', 'test/e2e/{host,vault,ticket,desktop}*.e2e.ts'], {
      cwd: root,
    });
    expect(all.filter((path) => !grouped.includes(path))).toEqual([]);
  });
});
