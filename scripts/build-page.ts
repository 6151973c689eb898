import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildWhenOld } from './fresh-build.ts';

export const PAGE_FOLDER = join('dist', 'renderer');
const BUNDLER = join('node_modules', 'vite', 'bin', 'vite.js');

/** Builds the page unless the last build was made from the very same sources. False when the build failed. */
export function buildPage(root: string, tell: (line: string) => void): boolean {
  return buildWhenOld({
    root,
    sources: ['renderer', 'shared', 'vite.config.ts', 'scripts/bundled-licences.ts', 'package-lock.json'],
    result: join(PAGE_FOLDER, 'index.html'),
    stamp: join('dist', 'renderer.stamp'),
    build: () => bundle(root, tell),
  });
}

function bundle(root: string, tell: (line: string) => void): boolean {
  tell('Building the page (first start, or its sources changed) …');
  const args = [BUNDLER, 'build', '--logLevel', 'warn'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return true;
  tell(`The page could not be built:\n${stdout}${stderr}`);
  return false;
}
