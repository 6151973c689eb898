import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** Writes what the host compares the unpacked machine code with: its hex SHA-256. Throws when there is none to pack. */
export function writeSeal(module: string, seal: string): void {
  writeFileSync(seal, `${digestOf(module)}\n`);
}

/** Whether a packed module is still the one that was sealed. */
export function isSealed(module: string, seal: string): boolean {
  return readFileSync(seal, 'utf8').trim() === digestOf(module);
}

/**
 * macOS loads machine code into the hardened runtime only when it is signed as the app is, and signing changes it: so it
 * is signed before it is sealed, and the packager leaves it alone. Null, or what went wrong.
 */
export function signModule(module: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | null {
  const identity = env['CSC_NAME'] ?? '';
  if (platform !== 'darwin' || identity === '') return null;
  const args = ['--force', '--timestamp', '--options', 'runtime', '--sign', identity, module];
  const { status, stderr } = spawnSync('codesign', args, { encoding: 'utf8' });
  return status === 0 ? null : `The keychain module could not be signed: ${stderr.trim()}`;
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
