import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { RecordPort, StoreRecord } from '../../engine/vault/guarded-store-ports.ts';
import { writeWholeFile } from './whole-file.ts';

const FILE = 'keychain.json';

/** Keeps the note of where keys were put in the data folder; a note that cannot be read counts as none. */
export function recordFile(folder: string, backend: string, host: string): RecordPort {
  const path = join(folder, FILE);
  return {
    backend,
    host,
    load: () => readRecord(path),
    save: (record) => writeWholeFile(path, `${JSON.stringify(record, null, 2)}\n`),
  };
}

/** The system and desktop whose keychain is used: another desktop may bring another keyring. */
export function keychainBackend(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'darwin') return 'macOS Keychain';
  if (platform === 'win32') return 'Windows Credential Manager';
  return `Secret Service (${(env['XDG_CURRENT_DESKTOP'] || 'no desktop').slice(0, 40)})`;
}

/** Tells machine and user apart without naming them. */
export function hostFingerprint(): string {
  const facts = [machineId(), userName()];
  return createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 16);
}

function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim();
  } catch {
    return hostname();
  }
}

// A container may run under a number that has no name.
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}

function readRecord(path: string): StoreRecord | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is StoreRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { backend, host, canary, names }: Partial<Record<keyof StoreRecord, unknown>> = value;
  if (typeof backend !== 'string' || typeof host !== 'string') return false;
  if (canary !== null && typeof canary !== 'string') return false;
  return Array.isArray(names) && names.every((name) => typeof name === 'string');
}
