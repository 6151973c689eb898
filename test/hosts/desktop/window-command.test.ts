import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { coreDumpNote } from '../../../electron/hosts/desktop/core-dumps.ts';
import { windowArgs, withoutCoreDumps } from '../../../scripts/desktop.ts';

describe('how the window is started', () => {
  const cases = [
    { name: 'as it is', flags: { dataDir: null, practice: false }, args: ['/app'] },
    { name: 'a folder', flags: { dataDir: '/my data', practice: false }, args: ['/app', '--data-dir=/my data'] },
    { name: 'practice only', flags: { dataDir: null, practice: true }, args: ['/app', '--practice'] },
  ];
  for (const { name, flags, args } of cases) it(name, () => expect(windowArgs('/app', flags)).toEqual(args));

  it('Windows: the program itself', () =>
    expect(withoutCoreDumps('C:\\e.exe', ['/app'], 'win32')).toEqual({ path: 'C:\\e.exe', args: ['/app'] }));

  it.runIf(process.platform === 'linux')('leaves no core file, keeps its arguments and its exit code', () => {
    const program = `process.stdout.write(JSON.stringify([process.argv.slice(1), require('fs').readFileSync('/proc/self/limits', 'utf8')])); process.exit(7)`;
    const { path, args } = withoutCoreDumps(process.execPath, ['-e', program, '--', 'a b', '$HOME', '"'], 'linux');
    const { stdout, status } = spawnSync(path, [...args], { encoding: 'utf8' });
    const [given, limits] = JSON.parse(stdout) as [readonly string[], string];
    expect([given, status]).toEqual([['a b', '$HOME', '"'], 7]);
    expect(coreDumpNote(limits)).toBeNull();
  });
});

describe('the note on core files', () => {
  const cases = [
    { limits: 'Max core file size        0                    unlimited            bytes', says: false },
    { limits: 'Max core file size        unlimited            unlimited            bytes', says: true },
    { limits: 'Max core file size        1024                 unlimited            bytes', says: true },
    { limits: 'Max file size             unlimited            unlimited            bytes', says: false },
    { limits: null, says: false },
  ];
  for (const { limits, says } of cases)
    it(`${limits}: ${says}`, () => expect(coreDumpNote(limits) !== null).toBe(says));
});
