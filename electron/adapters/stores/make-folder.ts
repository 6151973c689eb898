import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it, for its owner alone. True when it was made, or was there and empty. Step by step:
 * `mkdirSync` with `recursive` never returns below some mounts, such as /proc (Node 24). Throws the system's error.
 */
export function makeFolder(path: string): boolean {
  const missing = missingFolders(resolve(path));
  for (const folder of missing) makeOne(folder);
  if (!statSync(path).isDirectory()) throw new Error('it is a file');
  return missing.length > 0 || readdirSync(path).length === 0;
}

/** Outermost first. */
function missingFolders(path: string): readonly string[] {
  const missing: string[] = [];
  for (let folder = path; !isThere(folder) && folder !== dirname(folder); folder = dirname(folder))
    missing.unshift(folder);
  return missing;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

// Another process may make the same folder at the same moment.
function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}
