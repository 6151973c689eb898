import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

const PACKAGE = /^(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/;
const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:[-.].*)?$/i;
const NO_TEXT = 'The package names its licence and brings no text of it.';

/**
 * Writes `assets/licences.json`: what the built page was really made of, and the host's run-time packages with all they
 * need. A package that names no licence fails the build.
 */
export function bundledLicences(root: string): Plugin {
  return {
    name: 'bundled-licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const styles = [...this.getModuleIds()].filter((id) => id.includes('.css'));
      const folders = new Set([...foldersOf([...modules, ...styles]), ...hostFolders(root)]);
      const licences = [...folders].map(readLicence).toSorted((a, b) => a.name.localeCompare(b.name));
      this.emitFile({ type: 'asset', fileName: 'assets/licences.json', source: JSON.stringify(unique(licences)) });
    },
  };
}

/** Package folders the modules lie in. */
export function foldersOf(moduleIds: readonly string[]): readonly string[] {
  return moduleIds.flatMap((id) => PACKAGE.exec(id.replace(/^\0/, ''))?.[1] ?? []);
}

/** Folders of the packages the hosts run with: those of package.json, what they need in turn, and Electron. */
export function hostFolders(root: string): readonly string[] {
  const own = readManifest(root);
  const found = new Set<string>();
  const visit = (from: string, name: string): void => {
    const folder = resolvePackage(from, name);
    if (folder === null || found.has(folder)) return;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = readManifest(folder);
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(folder, next);
  };
  for (const name of Object.keys(own.dependencies ?? {})) visit(root, name);
  const electron = resolvePackage(root, 'electron');
  // It is shipped, but what it needs is only for fetching it.
  return electron === null ? [...found] : [...found, electron];
}

function resolvePackage(from: string, name: string): string | null {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(from);
  return above === from ? null : resolvePackage(above, name);
}

export function readLicence(folder: string): Licence {
  const { name, version = '', license } = readManifest(folder);
  const licence = typeof license === 'string' ? license : license?.type;
  if (name === undefined || licence === undefined) throw new Error(`${folder} names no licence`);
  const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
  return { name, version, licence, text: file === undefined ? NO_TEXT : readFileSync(join(folder, file), 'utf8') };
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function unique(licences: readonly Licence[]): readonly Licence[] {
  return [...new Map(licences.map((one) => [`${one.name}@${one.version}`, one])).values()];
}
