// The layer rules, and a guard against a check that passes because it saw nothing.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['shared', 'electron', 'renderer', 'scripts'];
const root = join(import.meta.dirname, '..');

const run = spawnSync(
  process.execPath,
  ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', ...FOLDERS, '--output-type', 'json'],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
const report = JSON.parse(run.stdout || '{}') as {
  readonly modules?: readonly { readonly source: string }[];
  readonly summary?: {
    readonly violations?: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
};

const seen = new Set(report.modules?.map((module) => module.source) ?? []);
const sources = FOLDERS.flatMap(sourcesBelow);
const unseen = sources.filter((path) => !seen.has(path));
const violations = report.summary?.violations ?? [];

for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`);
for (const path of unseen) console.error(`not seen by the layer check: ${path}`);
if (run.stderr.trim() !== '' && violations.length === 0) console.error(run.stderr.trim());
if (seen.size === 0) console.error('The layer check saw no modules at all, so it proves nothing.');
const isGood = seen.size > 0 && unseen.length === 0 && violations.length === 0;
console.log(`layers: ${sources.length} modules, ${violations.length} violations`);
process.exitCode = isGood ? 0 : 1;

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path));
}
