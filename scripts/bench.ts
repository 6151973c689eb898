// Limiter and client against other libraries; one line of JSON per figure.
// npm run bench -- [--runs N] [--only name] [--quick] [--write-docs] [--pictures]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './steps.ts';

const { status } = spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', join('test', 'bench', 'main.ts'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
