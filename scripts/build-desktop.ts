import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildWhenOld } from './fresh-build.ts';

export const DESKTOP_FOLDER = join('dist', 'desktop');
const BUNDLER = join('node_modules', 'electron-vite', 'bin', 'electron-vite.js');

/** Builds the main process and the preload unless they are built from the very same sources. False when it failed. */
export function buildDesktop(root: string, tell: (line: string) => void): boolean {
  return buildWhenOld({
    root,
    sources: ['electron', 'shared', 'electron.vite.config.ts', 'package-lock.json'],
    result: join(DESKTOP_FOLDER, 'preload.cjs'),
    stamp: join('dist', 'desktop.stamp'),
    build: () => bundle(root, tell),
  });
}

function bundle(root: string, tell: (line: string) => void): boolean {
  tell('Building the desktop app (first start, or its sources changed) …');
  // The page is built apart, once for both hosts, which the bundler would warn of.
  const args = [BUNDLER, 'build', '--ignoreConfigWarning', '--logLevel', 'warn'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return true;
  tell(`The desktop app could not be built:\n${stdout}${stderr}`);
  return false;
}

if (import.meta.main) {
  process.exitCode = buildDesktop(join(import.meta.dirname, '..'), (line) => console.error(line)) ? 0 : 1;
}
