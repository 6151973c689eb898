import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { billFaults, makeBill } from '../../scripts/bill-of-materials.ts';
import { entriesOf, type LockedPackage, lockfileFaults, readLockfile, runTimeNames } from '../../scripts/lockfile.ts';
import { root } from '../../scripts/steps.ts';

const lock = readLockfile(root);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

/** The lockfile with one more package. */
const planted = (fields: LockedPackage, place = 'node_modules/planted') => ({
  ...lock,
  packages: { ...lock.packages, [place]: { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==`, ...fields } },
});

describe('the lockfile', () => {
  it('knows each package by one version and its SHA-512, and names no host', () => {
    expect(entriesOf(lock).length).toBeGreaterThan(400);
    expect(lockfileFaults(lock)).toEqual([]);
  });

  const faults = [
    { name: 'a shorter hash', fields: { integrity: 'sha1-oJtRVtVTHMHYrUiTG8vgZ8p5n4E=' } },
    { name: 'no hash', fields: { integrity: '' } },
    { name: 'a host', fields: { resolved: 'https://registry.example/planted.tgz' } },
    { name: 'a repository', fields: { version: 'git+ssh://git@host.example/planted.git#abcdef' } },
    { name: 'a file', fields: { version: 'file:../planted' } },
  ];
  for (const { name, fields } of faults) {
    it(`with ${name} is refused`, () => expect(lockfileFaults(planted(fields))).toHaveLength(1));
  }
});

/**
 * All that runs in a host, beside Node: six packages chosen, the rest theirs. A new name here is a decision: what it
 * does in the process that holds the keys, who publishes it, and what it brings along.
 */
const RUN_TIME = [
  '@github/keytar',
  ...['node-addon-api'],
  'big.js',
  'pino',
  ...['@pinojs/redact', 'atomic-sleep', 'on-exit-leak-free', 'pino-abstract-transport', 'pino-std-serializers'],
  ...['process-warning', 'quick-format-unescaped', 'real-require', 'safe-stable-stringify', 'sonic-boom', 'split2'],
  ...['thread-stream'],
  'undici',
  'ws',
  'zod',
];

describe('what runs in a host', () => {
  it('is what was decided on', () => expect(runTimeNames(lock)).toEqual(RUN_TIME.toSorted()));
  it('is little', () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(8);
    expect(runTimeNames(lock).length).toBeLessThanOrEqual(20);
  });
  it('would show a package that came in by the side', () =>
    expect(runTimeNames(planted({}))).toEqual([...RUN_TIME, 'planted'].toSorted()));
});

describe('the manifest', () => {
  it('pins every version', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
  it('names the oldest Node and npm', () => expect(Object.keys(manifest.engines)).toEqual(['node', 'npm']));
  it('decides on each install script, and lets two run', () => {
    const scripted = entriesOf(lock).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const decided = Object.keys(manifest.allowScripts);
    const names = scripted.map(([place, { name }]) => name ?? place.slice('node_modules/'.length));
    expect(names.toSorted()).toEqual(decided.toSorted());
    expect(decided.filter((name) => manifest.allowScripts[name] === true).toSorted()).toEqual([
      '@github/keytar',
      'node',
    ]);
  });
});

describe('npm’s settings', () => {
  const settings = readFileSync(join(root, '.npmrc'), 'utf8').trim().split('\n');
  for (const line of [
    'allow-git=none',
    'allow-remote=none',
    'strict-allow-scripts=true',
    'save-exact=true',
    'omit-lockfile-registry-resolved=true',
  ]) {
    it(line, () => expect(settings).toContain(line));
  }
  it('name no registry and no secret', () => expect(settings.join('\n')).not.toMatch(/registry=|_auth|token|:\/\//i));
});

describe('the bill of materials', () => {
  const bill = makeBill(root);
  it('lists what the lockfile holds, no more and no less', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX' });
    expect(billFaults(bill ?? {}, lock)).toEqual([]);
  });
  it('is found wanting when a package is swapped', () => {
    const faults = billFaults(bill ?? {}, planted({}, 'node_modules/zod'));
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['not in the bill', 'not in the lockfile']);
  });
});
