// What Headroom is made of and made with, in CycloneDX, as npm reads it from the lockfile.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, entriesOf, type Lockfile, nameOf, readLockfile } from './lockfile.ts';

export const BILL_FILE = join('dist', 'headroom.cdx.json');

export interface Bill {
  readonly bomFormat?: string;
  readonly components?: readonly {
    readonly purl?: string;
    readonly hashes?: readonly { readonly alg?: string; readonly content?: string }[];
  }[];
}

/** npm's own bill; null where npm cannot make one. */
export function makeBill(root: string): Bill | null {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  // Within `npm run` this is npm itself, which need not be in the path, nor be called by a shell.
  const npm = process.env['npm_execpath'];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout } =
    npm === undefined ? spawnSync('npm', args, options) : spawnSync(process.execPath, [npm, ...args], options);
  return status === 0 ? (JSON.parse(stdout) as Bill) : null;
}

/** Packages that are in the lockfile or in the bill alone, by name, version and SHA-512. */
export function billFaults(bill: Bill, lock: Lockfile): readonly string[] {
  const listed = new Set((bill.components ?? []).map(({ purl, hashes }) => `${purl} ${hashes?.[0]?.content}`));
  const locked = new Set(entriesOf(lock).map(lineOf));
  return [
    ...[...locked].filter((line) => !listed.has(line)).map((line) => `not in the bill: ${line}`),
    ...[...listed].filter((line) => !locked.has(line)).map((line) => `not in the lockfile: ${line}`),
  ];
}

function lineOf(entry: Entry): string {
  const { version = '', integrity = '' } = entry[1];
  const hash = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return `pkg:npm/${nameOf(entry).replace('@', '%40')}@${version} ${hash}`;
}

/** Writes the bill beside the packages; what is wrong with it, one line each. */
export function writeBill(root: string): readonly string[] {
  const bill = makeBill(root);
  if (bill === null) return ['npm could not make the bill of materials.'];
  const faults = billFaults(bill, readLockfile(root));
  if (faults.length === 0) writeFileSync(join(root, BILL_FILE), `${JSON.stringify(bill, null, 2)}\n`);
  return faults;
}
