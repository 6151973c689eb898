import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderFiles } from '../../../electron/adapters/stores/folder-files.ts';
import { tempFolder } from './support.ts';

it('lists the files of a folder, largest first, a store with the logs beside it', async () => {
  const folder = tempFolder();
  for (const [name, bytes] of [
    ['journal.db', 100],
    ['journal.db-wal', 50],
    ['journal.db-shm', 10],
    ['activity.db', 500],
    ['activity.db.damaged-2026-01-01', 120],
    ['instance.lock', 0],
    ['a.lock', 0],
  ] as const) {
    writeFileSync(join(folder, name), 'x'.repeat(bytes));
  }
  mkdirSync(join(folder, 'browser'));
  writeFileSync(join(folder, 'browser', 'cache'), 'x'.repeat(9_000));
  expect(await folderFiles(folder)).toEqual([
    { name: 'activity.db', bytes: 500 },
    { name: 'journal.db', bytes: 160 },
    { name: 'activity.db.damaged-2026-01-01', bytes: 120 },
    { name: 'a.lock', bytes: 0 },
    { name: 'instance.lock', bytes: 0 },
  ]);
});

it('rejects when the folder is gone', async () => {
  await expect(folderFiles(join(tempFolder(), 'gone'))).rejects.toThrow('ENOENT');
});
