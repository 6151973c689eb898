import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What SQLite keeps beside a store while it works. */
const BESIDE = /-(?:wal|shm|journal)$/;
const MOST_FILES = 200;

export interface FolderFile {
  readonly name: string;
  readonly bytes: number;
}

/** Files of a folder, not of those below it, largest first; what lies beside a store counts as part of it. */
export async function folderFiles(path: string): Promise<FolderFile[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const sizes = new Map<string, number>();
  for (const name of names) {
    const store = name.replace(BESIDE, '');
    sizes.set(store, (sizes.get(store) ?? 0) + (await bytesOf(join(path, name))));
  }
  return [...sizes]
    .map(([name, bytes]) => ({ name, bytes }))
    .toSorted((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name))
    .slice(0, MOST_FILES);
}

/** A file may go between being listed and being looked at. */
async function bytesOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
