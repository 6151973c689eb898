// The practice workload at `storm` on each exchange in virtual time; one line of JSON each.
// npm run storm -- --minutes 10 --seed storm [--neighbour]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './steps.ts';

const { status } = spawnSync(process.execPath, [join('test', 'bench', 'storm.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
