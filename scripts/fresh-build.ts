import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface FreshBuild {
  readonly root: string;
  /** Files and folders it is made from, relative to the root. */
  readonly sources: readonly string[];
  /** A file that is there when it is built, relative to the root. */
  readonly result: string;
  /** Where the digest of its sources is kept, relative to the root. */
  readonly stamp: string;
  /** False when it failed. */
  readonly build: () => boolean;
}

/** Builds unless the last build was made from the very same sources. False when the build failed. */
export function buildWhenOld({ root, sources, result, stamp, build }: FreshBuild): boolean {
  const wanted = digestOf(root, sources);
  if (readStamp(join(root, stamp), join(root, result)) === wanted) return true;
  rmSync(join(root, stamp), { force: true });
  if (!build()) return false;
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), wanted);
  return true;
}

function readStamp(stamp: string, result: string): string | null {
  try {
    statSync(result);
    return readFileSync(stamp, 'utf8');
  } catch {
    return null;
  }
}

function digestOf(root: string, sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesBelow(root, source)).sort()) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

function filesBelow(root: string, source: string): readonly string[] {
  if (!statSync(join(root, source)).isDirectory()) return [source];
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
