import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderDifferences } from '../../scripts/same-page.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-same-'));
  for (const name of ['a', 'b']) {
    mkdirSync(join(folder, name, 'assets'), { recursive: true });
    writeFileSync(join(folder, name, 'assets', 'start.js'), 'same');
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const differences = (): readonly string[] => folderDifferences(join(folder, 'a'), join(folder, 'b'));

describe('two builds', () => {
  it('of the same bytes do not differ', () => expect(differences()).toEqual([]));
  it('differ by a byte, and by a file that only one has', () => {
    writeFileSync(join(folder, 'b', 'assets', 'start.js'), 'sane');
    writeFileSync(join(folder, 'a', 'index.html'), '');
    expect(differences()).toEqual([join('assets', 'start.js'), 'index.html']);
  });
});
