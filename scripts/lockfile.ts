import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}
/** Packages by their place, such as `node_modules/zod`; the project itself has the place ''. */
export type Lockfile = { readonly lockfileVersion: number; readonly packages: Readonly<Record<string, LockedPackage>> };

export function readLockfile(root: string): Lockfile {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
}

export type Entry = readonly [place: string, locked: LockedPackage];

export function entriesOf(lock: Lockfile): readonly Entry[] {
  return Object.entries(lock.packages).filter(([place]) => place !== '');
}

/** The name it is published under; a place may be an alias of it. */
export function nameOf([place, { name }]: Entry): string {
  return name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;
const VERSION = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/**
 * What is wrong with a lockfile; empty when each package is one version from a registry, known by the SHA-512 of its
 * bytes, and no host is named that somebody could have put there.
 */
export function lockfileFaults(lock: Lockfile): readonly string[] {
  if (lock.lockfileVersion !== 3) return [`lockfile version ${lock.lockfileVersion}`];
  return entriesOf(lock).flatMap(([place, { integrity = '', version = '', resolved, link }]) => [
    ...(SHA512.test(integrity) ? [] : [`${place} has no SHA-512`]),
    ...(VERSION.test(version) ? [] : [`${place} is of no version, but of ${version || 'none'}`]),
    ...(resolved === undefined ? [] : [`${place} names where it is from: ${resolved}`]),
    ...(link === undefined ? [] : [`${place} is a link`]),
  ]);
}

/** Names of what runs in a host: neither development's own nor optional, which a host does without. */
export function runTimeNames(lock: Lockfile): readonly string[] {
  return entriesOf(lock)
    .filter(([, { dev, optional, devOptional }]) => !(dev ?? optional ?? devOptional ?? false))
    .map(nameOf)
    .toSorted();
}
