import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldersOf, hostFolders, readLicence } from '../../scripts/bundled-licences.ts';

const root = mkdtempSync(join(tmpdir(), 'headroom-licences-'));
afterAll(() => rmSync(root, { recursive: true }));

function put(path: string, manifest: object, licence: string | null): void {
  const folder = join(root, path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  if (licence !== null) writeFileSync(join(folder, 'LICENSE.md'), licence);
}

beforeAll(() => {
  put('.', { name: 'app', dependencies: { one: '1' }, devDependencies: { tool: '1' } }, null);
  put(
    'node_modules/one',
    { name: 'one', version: '1.0.0', license: 'MIT', dependencies: { two: '2' } },
    'terms of one',
  );
  put('node_modules/two', { name: 'two', version: '9.0.0', license: 'MIT' }, null);
  put('node_modules/one/node_modules/two', { name: 'two', version: '2.0.0', license: { type: 'ISC' } }, 'terms of two');
  put('node_modules/tool', { name: 'tool', version: '1.0.0' }, null);
});

describe('bundled licences', () => {
  it('know the package of a module, nested and scoped ones too', () => {
    expect(
      foldersOf([
        '/a/node_modules/@s/p/x.js',
        '/a/node_modules/p/node_modules/q/y/z.js',
        '/a/renderer/main.ts',
        '\0virtual',
      ]),
    ).toEqual(['/a/node_modules/@s/p', '/a/node_modules/p/node_modules/q']);
  });

  it('follow what run-time packages need, to the very version they get, and no tools', () => {
    expect(hostFolders(root)).toEqual([
      join(root, 'node_modules/one'),
      join(root, 'node_modules/one/node_modules/two'),
    ]);
  });

  it('read name, version, licence and text', () => {
    expect(readLicence(join(root, 'node_modules/one/node_modules/two'))).toEqual({
      name: 'two',
      version: '2.0.0',
      licence: 'ISC',
      text: 'terms of two',
    });
  });

  it('say where a package brings no text, and refuse one that names no licence', () => {
    expect(readLicence(join(root, 'node_modules/two')).text).toMatch(/brings no text/);
    expect(() => readLicence(join(root, 'node_modules/tool'))).toThrow(/names no licence/);
  });
});
