// npm run dist: packages for this system, in dist/packages, with their fuses read back.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { buildDesktop } from './build-desktop.ts';
import { buildPage } from './build-page.ts';
import { fuseFaultsOf } from './fuses.ts';
import { root } from './steps.ts';

const BUILDER = join('node_modules', 'electron-builder', 'cli.js');
/** The file that carries the fuse wire, on each system (macOS keeps it in the framework). */
const BINARIES = [
  'dist/packages/linux*-unpacked/headroom',
  'dist/packages/win*-unpacked/Headroom.exe',
  'dist/packages/mac*/Headroom.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
];

const tell = (line: string): void => console.error(line);

function main(): boolean {
  if (!buildPage(root, tell) || !buildDesktop(root, tell)) return false;
  const { status } = spawnSync(process.execPath, [BUILDER, '--publish', 'never', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0 && areFusesSet();
}

function areFusesSet(): boolean {
  const found = globSync(BINARIES, { cwd: root });
  if (found.length === 0) tell('No packaged binary was found, so its fuses could not be read.');
  const faults = found.flatMap((path) => fuseFaultsOf(join(root, path)).map((fault) => `${path}: ${fault}`));
  for (const fault of faults) tell(fault);
  return found.length > 0 && faults.length === 0;
}

process.exitCode = main() ? 0 : 1;
