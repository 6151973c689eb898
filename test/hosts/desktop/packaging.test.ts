import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { DECIDED, fuseFaults, fuseFaultsOf, readFuseWires } from '../../../scripts/fuses.ts';
import { SEAL_FILE, unpackedModule } from '../../../electron/hosts/desktop/keytar-seal.ts';
import { APP_ID } from '../../../electron/hosts/desktop/app-id.ts';
import { writeSeal } from '../../../scripts/keytar-seal.ts';
import { readBuilderConfig, ROOT, validateBuilderConfig } from './builder-config.ts';

const config = readBuilderConfig();
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Nine fuses in their documented defaults (docs/tutorial/fuses.md, 2026-08). */
const SHIPPED = '101100011';
/** As a package of ours must have it. */
const OURS = '010011001';

const binaryWith = (...wires: string[]): Buffer =>
  Buffer.concat([
    Buffer.from('\x7fELF code '),
    ...wires.flatMap((wire) => [
      Buffer.from(`${SENTINEL}\x01${String.fromCharCode(wire.length)}${wire}`, 'latin1'),
      Buffer.from(' more code '),
    ]),
  ]);

describe('electron-builder.yml', () => {
  it('is taken by the packager', async () => {
    await validateBuilderConfig(config);
    await expect(validateBuilderConfig({ ...config, electronFuses: { notAFuse: true } })).rejects.toThrow();
  });

  const hardening = {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
  };
  for (const [fuse, state] of Object.entries(hardening)) {
    it(`${fuse} is ${state ? 'on' : 'off'}`, () => expect(config.electronFuses[fuse]).toBe(state));
  }

  it('seven of seven, and one left as it is: no fuse the packager knows is undecided', () => {
    expect(config.electronFuses).toEqual({ ...hardening, loadBrowserProcessSpecificV8Snapshot: false });
    expect(Object.keys(config.electronFuses)).toHaveLength(
      Object.values(FuseV1Options).filter((value) => typeof value === 'number').length,
    );
  });

  it('agrees with what is checked after packaging', () => {
    const decided = Object.fromEntries(DECIDED.map(({ name, state }) => [name, state === 'on']));
    expect(decided).toEqual({ ...config.electronFuses, wasmTrapHandlers: true });
  });

  it('has the identity that the app calls itself by, so that Windows shows its notifications', () =>
    expect(config.appId).toBe(APP_ID));

  it('lets no library of others into the hardened runtime', () => {
    expect(config.mac).toMatchObject({ hardenedRuntime: true, entitlements: 'build/entitlements.mac.plist' });
    expect(config.mac['entitlementsInherit']).toBe('build/entitlements.mac.plist');
    const granted = readFileSync(join(ROOT, 'build/entitlements.mac.plist'), 'utf8').match(/<key>[^<]+/g);
    expect(granted).toEqual(['<key>com.apple.security.cs.allow-jit']);
  });

  it('asks for no more rights than its user has, and removes no data', () => {
    expect(config.win).toMatchObject({ requestedExecutionLevel: 'asInvoker', icon: 'icon.ico' });
    expect(config['nsis']).toMatchObject({ perMachine: false, allowElevation: false, deleteAppDataOnUninstall: false });
  });

  it('packs one archive of bundles and the keychain’s machine code beside it, and uploads nothing', () => {
    expect(config).toMatchObject({ asar: true, disableAsarIntegrity: false, publish: null, npmRebuild: false });
    expect(config.files).toEqual([
      'dist/desktop/**',
      'dist/renderer/**',
      'package.json',
      '!**/node_modules/**',
      'node_modules/keytar/package.json',
      'node_modules/keytar/lib/**',
      'node_modules/keytar/build/Release/keytar.node',
    ]);
    expect(config.asarUnpack).toEqual(['node_modules/keytar/build/Release/keytar.node']);
    expect([config.mac.target, config.win.target, config.linux.target]).toEqual([
      ['dmg'],
      ['nsis'],
      ['AppImage', 'deb'],
    ]);
  });
});

describe('the fuses of a binary', () => {
  const cases = [
    { name: 'ours', wire: OURS, faults: 0 },
    { name: 'as shipped', wire: SHIPPED, faults: 7 },
    { name: 'one wrong', wire: '110011001', faults: 1 },
    { name: 'one that Electron took away', wire: '010011r01', faults: 0 },
    { name: 'one that Electron added', wire: `${OURS}0`, faults: 1 },
    { name: 'one missing', wire: OURS.slice(0, 8), faults: 1 },
  ];
  for (const { name, wire, faults } of cases) {
    it(`${name}: ${faults} faults`, () => {
      const [read] = readFuseWires(binaryWith(wire));
      expect(fuseFaults(read ?? [])).toHaveLength(faults);
    });
  }

  it('both wires of a universal binary are read', () => {
    expect(readFuseWires(binaryWith(OURS, SHIPPED)).map((wire) => fuseFaults(wire).length)).toEqual([0, 7]);
  });

  const broken = [
    { name: 'no wire', binary: Buffer.from('nothing') },
    { name: 'another version', binary: Buffer.from(`${SENTINEL}\x02\x010`, 'latin1') },
    { name: 'a byte that is no state', binary: Buffer.from(`${SENTINEL}\x01\x01x`, 'latin1') },
  ];
  for (const { name, binary } of broken) it(`${name}: refused`, () => expect(() => readFuseWires(binary)).toThrow());

  it('the packager’s tool, given our configuration, makes a shipped binary right', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'headroom-fuses-')), 'electron');
    writeFileSync(path, binaryWith(SHIPPED));
    expect(fuseFaultsOf(path)).toHaveLength(7);
    const on = (fuse: string): boolean => config.electronFuses[fuse] ?? false;
    await flipFuses(path, {
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: on('runAsNode'),
      [FuseV1Options.EnableCookieEncryption]: on('enableCookieEncryption'),
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: on('enableNodeOptionsEnvironmentVariable'),
      [FuseV1Options.EnableNodeCliInspectArguments]: on('enableNodeCliInspectArguments'),
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on('enableEmbeddedAsarIntegrityValidation'),
      [FuseV1Options.OnlyLoadAppFromAsar]: on('onlyLoadAppFromAsar'),
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: on('loadBrowserProcessSpecificV8Snapshot'),
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: on('grantFileProtocolExtraPrivileges'),
    });
    expect(fuseFaultsOf(path)).toEqual([]);
  });
});

describe('a package', () => {
  const require = createRequire(import.meta.url);
  const fromBuilder = createRequire(require.resolve('electron-builder'));
  const asar = createRequire(fromBuilder.resolve('app-builder-lib/package.json'))('@electron/asar') as {
    readonly listPackage: (path: string, options: object) => readonly string[];
    readonly extractFile: (path: string, file: string) => Buffer;
  };

  function write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** A project as ours, and an Electron that is a fuse wire and nothing more. */
  function project(): string {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-pack-'));
    const manifest = {
      name: 'headroom',
      version: '1.2.3',
      description: 'x',
      author: 'x',
      type: 'module',
      main: 'dist/desktop/main.js',
      dependencies: { zod: '4.6.7', keytar: '7.10.6' },
    };
    write(join(folder, 'package.json'), JSON.stringify(manifest));
    cpSync(join(ROOT, 'electron-builder.yml'), join(folder, 'electron-builder.yml'));
    cpSync(join(ROOT, 'build'), join(folder, 'build'), { recursive: true });
    for (const file of [
      'dist/desktop/main.js',
      'dist/desktop/preload.cjs',
      'dist/renderer/index.html',
      'dist/renderer/assets/start.js',
    ])
      write(join(folder, file), 'built');
    for (const file of [
      'electron/secret.ts',
      'node_modules/zod/index.js',
      '.env',
      'test/x.test.ts',
      'dist/desktop.stamp',
    ])
      write(join(folder, file), 'not packed');
    write(join(folder, 'node_modules/keytar/package.json'), '{"name":"keytar","version":"7.10.6"}');
    write(join(folder, 'node_modules/keytar/lib/keytar.js'), 'packed');
    for (const file of ['build/Release/keytar.node', 'prebuilds/linux-x64/keytar.node', 'src/main.cc'])
      write(join(folder, 'node_modules/keytar', file), 'machine code');
    writeSeal(join(folder, 'node_modules/keytar/build/Release/keytar.node'), join(folder, 'dist/desktop', SEAL_FILE));
    write(join(folder, 'node_modules/zod/package.json'), '{"name":"zod","version":"4.6.7"}');
    for (const file of ['LICENSE', 'LICENSES.chromium.html', 'version', 'locales/en-US.pak', 'resources/x'])
      write(join(folder, 'fake-electron', file), '45.4.1');
    write(join(folder, 'fake-electron/electron'), binaryWith(SHIPPED));
    return folder;
  }

  it('made by the packager itself holds the bundles, the page and nothing else, and its fuses are right', () => {
    const folder = project();
    const cli = fromBuilder.resolve('electron-builder/cli.js');
    const args = [
      cli,
      '--linux',
      'dir',
      '--x64',
      '--publish',
      'never',
      '--projectDir',
      folder,
      '-c.electronVersion=45.4.1',
      `-c.electronDist=${join(folder, 'fake-electron')}`,
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(status, `${stdout}${stderr}`).toBe(0);
    const out = join(folder, 'dist/packages/linux-unpacked');
    const archive = join(out, 'resources/app.asar');
    const files = asar.listPackage(archive, {}).filter((path) => /\.[a-z0-9]+$/.test(path));
    expect([...files].sort()).toEqual([
      '/dist/desktop/keytar.sha256',
      '/dist/desktop/main.js',
      '/dist/desktop/preload.cjs',
      '/dist/renderer/assets/start.js',
      '/dist/renderer/index.html',
      '/node_modules/keytar/build/Release/keytar.node',
      '/node_modules/keytar/lib/keytar.js',
      '/node_modules/keytar/package.json',
      '/package.json',
    ]);
    const unpacked = readFileSync(unpackedModule(join(archive, 'dist', 'desktop')));
    expect(createHash('sha256').update(unpacked).digest('hex')).toBe(
      asar.extractFile(archive, `dist/desktop/${SEAL_FILE}`).toString().trim(),
    );
    expect(fuseFaultsOf(join(out, 'headroom'))).toEqual([]);
  }, 90_000);
});
