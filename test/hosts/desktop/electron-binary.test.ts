import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureElectronBinary, findElectronBinary } from '../../../scripts/electron-binary.ts';

/** An `electron` package whose installer does what the test says. */
function packageWith(installer: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-binary-'));
  writeFileSync(join(folder, 'package.json'), '{"version":"45.4.1"}');
  if (installer !== null)
    writeFileSync(
      join(folder, 'install.js'),
      `const fs = require('node:fs'); const path = require('node:path');\n${installer}`,
    );
  return folder;
}

const INSTALLS = `
fs.mkdirSync(path.join(__dirname, 'dist'));
fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '');
fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');`;

async function ensure(folder: string, patienceMs = 10_000) {
  const lines: string[] = [];
  const binary = await ensureElectronBinary({
    folder,
    env: process.env,
    patienceMs,
    onProgress: (line) => lines.push(line),
  });
  return { binary, lines };
}

describe('ensureElectronBinary', () => {
  it('downloads nothing where it is', async () => {
    const folder = packageWith('process.exit(9)');
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'electron'), '');
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(await ensure(folder)).toEqual({
      binary: { kind: 'ready', path: join(folder, 'dist', 'electron') },
      lines: [],
    });
  });

  it('has the package’s own installer fetch it, and says so', async () => {
    const folder = packageWith(INSTALLS);
    const { binary, lines } = await ensure(folder);
    expect(binary).toEqual({ kind: 'ready', path: join(folder, 'dist', 'electron') });
    expect(lines).toEqual(['Downloading Electron 45.4.1 (once, some 120 MB) …']);
  });

  const failures = [
    {
      name: 'no way to the site',
      installer: `console.error('TypeError: fetch failed\\n at x'); process.exit(1)`,
      why: 'could not be downloaded (its download site cannot be reached from here)',
    },
    {
      name: 'a refusal',
      installer: `console.error('HTTPError: Response code 403 (Forbidden) for https://x/y'); process.exit(1)`,
      why: 'could not be downloaded (its download site answered 403)',
    },
    {
      name: 'a wrong checksum',
      installer: `console.error('Error: Generated checksum for "a" did not match expected checksum.'); process.exit(1)`,
      why: 'could not be downloaded (Error: Generated checksum for "a" did not match expected checksum.)',
    },
    { name: 'no word at all', installer: 'process.exit(3)', why: 'could not be downloaded (its installer failed)' },
    {
      name: 'an installer that leaves nothing',
      installer: '',
      why: 'could not be downloaded (its installer left no binary)',
    },
    { name: 'no package', installer: null, why: 'is not installed' },
  ];
  for (const { name, installer, why } of failures) {
    it(`${name}: told in one sentence`, async () => {
      expect((await ensure(packageWith(installer))).binary).toEqual({ kind: 'absent', why });
    });
  }

  it('gives up on one that stalls, and ends it', async () => {
    const { binary } = await ensure(packageWith('setInterval(() => {}, 1_000)'), 1_000);
    expect(binary).toEqual({ kind: 'absent', why: 'could not be downloaded (nothing came for 1 s)' });
  });

  it('leaves no scratch behind', async () => {
    const before = scratches();
    await ensure(
      packageWith(`fs.writeFileSync(path.join(require('node:os').tmpdir(), 'half.zip'), 'x'); process.exit(1)`),
    );
    expect(scratches()).toEqual(before);
  });
});

describe('findElectronBinary', () => {
  it('half an installation is none', () => {
    const folder = packageWith(null);
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(findElectronBinary(folder, {})).toBeNull();
  });

  it('honours a place of the user’s own', () => {
    const folder = packageWith(null);
    const own = mkdtempSync(join(tmpdir(), 'headroom-own-'));
    writeFileSync(join(folder, 'path.txt'), 'electron');
    writeFileSync(join(own, 'electron'), '');
    expect(findElectronBinary(folder, { ELECTRON_OVERRIDE_DIST_PATH: own })).toBe(join(own, 'electron'));
  });
});

const scratches = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('headroom-electron-'));
