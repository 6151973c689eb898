// The page under 1,000 readings a second against the same page at rest: frame times, memory, header to pixel.
// npm run bench:page -- --seconds 120
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPage } from './build-page.ts';
import { root } from './steps.ts';

if (process.env['HEADROOM_PAGE'] === undefined && !buildPage(root, console.log)) process.exit(1);
const { status } = spawnSync(process.execPath, [join('test', 'bench', 'page.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
