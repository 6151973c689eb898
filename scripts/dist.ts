// npm run dist: packages for this system, in dist/packages, with their fuses and their seal read back, and what they are
// made of beside them. What must not be shipped is refused first; whatever can be made without Electron's binary is made
// next.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEAL_FILE } from '../electron/hosts/desktop/keytar-seal.ts';
import { writeBill } from './bill-of-materials.ts';
import { buildDesktop, DESKTOP_FOLDER } from './build-desktop.ts';
import { buildPage } from './build-page.ts';
import { readSources, shellFaults } from './check-shell.ts';
import { shippingFault } from './electron-age.ts';
import { ensureElectronBinary, PATIENCE_MS } from './electron-binary.ts';
import { fuseFaultsOf } from './fuses.ts';
import { makeIcons } from './icons.ts';
import { isSealed, signModule, writeSeal } from './keytar-seal.ts';
import { pageDifferences } from './same-page.ts';
import { root } from './steps.ts';

const BUILDER = join('node_modules', 'electron-builder', 'cli.js');
const MODULE = join('node_modules', 'keytar', 'build', 'Release', 'keytar.node');
/** The file that carries the fuse wire, on each system (macOS keeps it in the framework). */
const BINARIES = [
  'dist/packages/linux*-unpacked/headroom',
  'dist/packages/win*-unpacked/Headroom.exe',
  'dist/packages/mac*/Headroom.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
];
const MODULES = [
  `dist/packages/{linux,win}*-unpacked/resources/app.asar.unpacked/${MODULE.replaceAll('\\', '/')}`,
  `dist/packages/mac*/Headroom.app/Contents/Resources/app.asar.unpacked/${MODULE.replaceAll('\\', '/')}`,
];
const OWN_FLAGS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['--mac', '-m', '-o'],
  win32: ['--win', '--windows', '-w'],
  linux: ['--linux', '-l'],
};
const SYSTEM_FLAG = /^(?:--(?:mac|win|windows|linux|x64|arm64|ia32|armv7l|universal)|-[mwlo])$/;

const tell = (line: string): void => console.error(line);

async function main(args: readonly string[]): Promise<boolean> {
  if (!mayBeShipped() || !makeWithoutElectron()) return false;
  const electron = await ensureElectronBinary({
    folder: join(root, 'node_modules', 'electron'),
    env: process.env,
    patienceMs: PATIENCE_MS,
    onProgress: tell,
  });
  if (electron.kind === 'absent') {
    tell(`Electron ${electron.why}, so no package was made. Page, main process, preload, icons and seal are made.`);
    return false;
  }
  const dist = `-c.electronDist=${join('node_modules', 'electron', 'dist')}`;
  return runNode([BUILDER, '--publish', 'never', dist, ...args]) && areFusesSet() && areSealed();
}

function mayBeShipped(): boolean {
  const manifest = readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const age = shippingFault(version, Date.now());
  const faults = [...(age === null ? [] : [age]), ...shellFaults(readSources(root))];
  for (const fault of faults) tell(fault);
  return faults.length === 0;
}

function makeWithoutElectron(): boolean {
  makeIcons(join(root, 'build'));
  if (!buildPage(root, tell) || !buildDesktop(root, tell)) return false;
  const differences = pageDifferences(root).map((path) => `The page built twice is not the same: ${path}`);
  const faults = [...differences, ...writeBill(root)];
  for (const fault of faults) tell(fault);
  if (faults.length > 0) return false;
  const problem = signModule(join(root, MODULE), process.platform, process.env);
  if (problem !== null) tell(problem);
  else writeSeal(join(root, MODULE), join(root, DESKTOP_FOLDER, SEAL_FILE));
  return problem === null;
}

function runNode(args: readonly string[]): boolean {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

function areFusesSet(): boolean {
  const found = globSync(BINARIES, { cwd: root });
  if (found.length === 0) tell('No packaged binary was found, so its fuses could not be read.');
  const faults = found.flatMap((path) => fuseFaultsOf(join(root, path)).map((fault) => `${path}: ${fault}`));
  for (const fault of faults) tell(fault);
  return found.length > 0 && faults.length === 0;
}

function areSealed(): boolean {
  const found = globSync(MODULES, { cwd: root });
  if (found.length === 0) tell('No packaged keychain module was found, so no key could be kept.');
  const broken = found.filter((path) => !isSealed(join(root, path), join(root, DESKTOP_FOLDER, SEAL_FILE)));
  for (const path of broken) tell(`${path} was changed while it was packed, so Headroom would refuse it.`);
  return found.length > 0 && broken.length === 0;
}

/** Packages of another system or processor are made there: the keychain's machine code is of one kind each. */
function foreignFlag(args: readonly string[]): string | undefined {
  const own = [...(OWN_FLAGS[process.platform] ?? []), `--${process.arch}`];
  return args.find((arg) => SYSTEM_FLAG.test(arg) && !own.includes(arg));
}

const args = process.argv.slice(2);
const foreign = foreignFlag(args);
if (foreign !== undefined) tell(`${foreign}: packages are made on the system and processor they are for.`);
process.exitCode = foreign === undefined && (await main(args)) ? 0 : 1;
