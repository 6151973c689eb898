// Screenshots of every page and state, with contact sheets, into a folder of your choice; the page is built first.
// npm run shots -- --out DIR [--only NAME,NAME] [--sizes 1280x800,1920x1080,900x600]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './steps.ts';

const run = (...args: readonly string[]): number =>
  spawnSync(process.execPath, [...args], { cwd: root, stdio: 'inherit' }).status ?? 1;

const built = run(join('scripts', 'build.ts'));
process.exitCode = built === 0 ? run(join('test', 'shots', 'main.ts'), ...process.argv.slice(2)) : built;
