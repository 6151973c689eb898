import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Written into the archive by `npm run dist`, beside the bundle: hex SHA-256 of the machine code that was packed. */
export const SEAL_FILE = 'keytar.sha256';
/** Where that machine code lies, below the unpacked part of the archive. */
const MODULE = join('node_modules', 'keytar', 'build', 'Release', 'keytar.node');

export interface SealOptions {
  /** Folder of the bundle: `…/app.asar/dist/desktop` in a package. */
  readonly here: string;
  /** A checkout has no seal, and is not asked for one. */
  readonly isPackaged: boolean;
}

/** Checks the keychain's machine code before it is loaded: null when it is what was packed, else the reason against it. */
export function keytarSeal({ here, isPackaged }: SealOptions): () => string | null {
  if (!isPackaged) return () => null;
  return () => judge(sealIn(here), digestOf(unpackedModule(here)));
}

function judge(seal: string | null, found: string | null): string | null {
  if (seal === null) return 'this package says nothing of its keychain module, so the module is not loaded';
  if (found === null) return 'the keychain module of this package is not there';
  return found === seal ? null : 'the keychain module was changed since this package was made, so it is not loaded';
}

/** The archive's integrity does not cover what lies unpacked beside it (fuses: onlyLoadAppFromAsar). */
export function unpackedModule(here: string): string {
  return join(`${join(here, '..', '..')}.unpacked`, MODULE);
}

function sealIn(here: string): string | null {
  const text = readOrNull(join(here, SEAL_FILE))?.toString('utf8').trim() ?? '';
  return /^[\da-f]{64}$/.test(text) ? text : null;
}

function digestOf(path: string): string | null {
  const bytes = readOrNull(path);
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}

function readOrNull(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
