// How soon an exchange that takes half as long again is told of, end to end in virtual time.
// npm run bench:throttling -- [--seeds 8] [--prefix figure] [--level busy] [--factor 1.5]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './steps.ts';

const { status } = spawnSync(
  process.execPath,
  [join('test', 'bench', 'soft-throttling.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
