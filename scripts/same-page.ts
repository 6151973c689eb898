// A page that can be built again byte by byte can be checked by anybody against its sources.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { PAGE_FOLDER } from './build-page.ts';

const BUNDLER = join('node_modules', 'vite', 'bin', 'vite.js');

/** Builds the page once more, elsewhere, and names the files that differ from the one that is there. */
export function pageDifferences(root: string): readonly string[] {
  const again = mkdtempSync(join(tmpdir(), 'headroom-page-'));
  try {
    const args = [BUNDLER, 'build', '--logLevel', 'warn', '--outDir', again, '--emptyOutDir'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    return status === 0 ? folderDifferences(join(root, PAGE_FOLDER), again) : [`no second build: ${stderr}`];
  } finally {
    rmSync(again, { recursive: true, force: true });
  }
}

/** Files that are in one folder alone, or not the same bytes in both. */
export function folderDifferences(first: string, second: string): readonly string[] {
  const paths = new Set([...filesBelow(first), ...filesBelow(second)]);
  return [...paths].filter((path) => !isSame(join(first, path), join(second, path))).toSorted();
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function isSame(first: string, second: string): boolean {
  try {
    return readFileSync(first).equals(readFileSync(second));
  } catch {
    return false;
  }
}
