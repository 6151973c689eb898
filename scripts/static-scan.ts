// electronegativity over the sources: npm run scan. A finding that nobody has looked at fails it; those that were are in
// electronegativity-baseline.csv. The tool is no dependency (docs/releasing.md); where it is lies in HEADROOM_SCANNER.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './steps.ts';

const BASELINE = join(import.meta.dirname, 'electronegativity-baseline.csv');
const VERSION = '1.10.3';
const SOURCES = ['electron', 'renderer', 'shared', 'package.json'];
/** It asks the network for Electron's releases; without a network its helper throws where nobody catches. */
const KEEP_GOING = `data:text/javascript,${encodeURIComponent("process.on('uncaughtException', () => {})")}`;
const HEAD = 'issue,severity,file,sample';

/** Findings of its table, one line each, without what moves by itself: line numbers, descriptions, links. */
export function findingsIn(csv: string): readonly string[] {
  const rows = csv.trim().split('\n').slice(1);
  return [...new Set(rows.map(findingOf))].toSorted();
}

function findingOf(row: string): string {
  const match = /^(\w+),"?(\w+)"?,"?\w+"?,"?([^",]*)"?,"[^"]*",(.*)$/.exec(row);
  if (match === null) return row;
  const [, issue = '', severity = '', file = '', rest = ''] = match;
  const sample = rest.startsWith('"') ? (/^"((?:[^"]|"")*)"/.exec(rest)?.[1] ?? '') : (rest.split(',')[0] ?? '');
  return `${issue},${severity},${file.replaceAll('\\', '/')},${sample}`;
}

export function newFindings(found: readonly string[], known: readonly string[]): readonly string[] {
  return found.filter((line) => !known.includes(line));
}

function scan(tool: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-scan-'));
  try {
    for (const name of SOURCES) cpSync(join(root, name), join(folder, 'app', name), { recursive: true });
    const table = join(folder, 'found.csv');
    const args = ['--import', KEEP_GOING, join(tool, 'dist', 'index.js'), '-i', join(folder, 'app'), '-o', table, '-r'];
    const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    // It ends by 0 whatever it found, and also when it found nothing to read.
    if (!existsSync(table)) throw new Error(`electronegativity wrote no table:\n${stderr}`);
    return findingsIn(readFileSync(table, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(tool: string, isAccepting: boolean): number {
  const { version } = JSON.parse(readFileSync(join(tool, 'package.json'), 'utf8')) as { readonly version: string };
  if (version !== VERSION) {
    console.error(`electronegativity ${version} is there; the baseline is of ${VERSION}.`);
    return 1;
  }
  const found = scan(tool);
  if (isAccepting) writeFileSync(BASELINE, `${[HEAD, ...found].join('\n')}\n`);
  const known = readFileSync(BASELINE, 'utf8').trim().split('\n').slice(1);
  const fresh = newFindings(found, known);
  for (const line of fresh) console.error(`new: ${line}`);
  for (const line of newFindings(known, found)) console.error(`gone: ${line}`);
  console.log(`static scan: ${found.length} findings, ${fresh.length} nobody has looked at`);
  return fresh.length === 0 && found.length > 0 ? 0 : 1;
}

if (import.meta.main) {
  const tool = process.env['HEADROOM_SCANNER'];
  if (tool === undefined) {
    console.error(
      `Skipped: set HEADROOM_SCANNER to the folder of @doyensec/electronegativity ${VERSION}, installed apart:\n` +
        `  npm install --prefix FOLDER --ignore-scripts @doyensec/electronegativity@${VERSION}`,
    );
  } else process.exitCode = main(tool, process.argv.includes('--accept'));
}
