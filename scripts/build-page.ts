import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const PAGE_FOLDER = join('dist', 'renderer');
const STAMP = join('dist', 'renderer.stamp');
const SOURCES = ['renderer', 'shared', 'vite.config.ts', 'scripts/bundled-licences.ts', 'package-lock.json'];

/** Builds the page unless the last build was made from the very same sources. False when the build failed. */
export function buildPage(root: string, tell: (line: string) => void): boolean {
  const wanted = digestOf(root);
  if (readStamp(root) === wanted) return true;
  tell('Building the page (first start, or its sources changed) …');
  // From here until it is done the folder holds neither the old page nor the new one.
  rmSync(join(root, STAMP), { force: true });
  const build = spawnSync(
    process.execPath,
    [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (build.status !== 0) {
    tell(`The page could not be built:\n${build.stdout}${build.stderr}`);
    return false;
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, STAMP), wanted);
  return true;
}

function readStamp(root: string): string | null {
  try {
    statSync(join(root, PAGE_FOLDER, 'index.html'));
    return readFileSync(join(root, STAMP), 'utf8');
  } catch {
    return null;
  }
}

function digestOf(root: string): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((source) => filesBelow(root, source)).sort()) {
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
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
