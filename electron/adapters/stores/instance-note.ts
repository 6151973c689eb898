import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface InstanceNote {
  readonly pid: number;
  readonly port: number;
}

const NOTE = 'instance.json';
const HIGHEST_PORT = 65_535;

/** Whole or not at all, and readable by its owner alone. */
export function writeNote(folder: string, note: InstanceNote): void {
  const draft = join(folder, `${NOTE}.new`);
  rmSync(draft, { force: true });
  writeFileSync(draft, JSON.stringify(note), { mode: 0o600 });
  renameSync(draft, join(folder, NOTE));
}

export function removeNote(folder: string): void {
  rmSync(join(folder, NOTE), { force: true });
}

/** What is written, whether or not its writer still runs; null when nothing usable is. */
export function readNote(folder: string): InstanceNote | null {
  try {
    const { pid, port } = JSON.parse(readFileSync(join(folder, NOTE), 'utf8')) as Partial<InstanceNote>;
    return isCount(pid) && isCount(port) && port <= HIGHEST_PORT ? { pid, port } : null;
  } catch {
    return null;
  }
}

// A signal to process 0 or below would reach whole groups of processes.
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
