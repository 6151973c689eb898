import { accessSync, chmodSync, constants, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A data folder that cannot be used. `message` says what is wrong, what was kept and what to do. */
export class DataFolderError extends Error {
  readonly kind: 'unwritable' | 'locked' | 'newer' | 'unreadable';

  constructor(kind: DataFolderError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface InstanceNote {
  readonly pid: number;
  readonly port: number;
}

export interface DataFolder {
  readonly path: string;
  /** Lets other programs of this user find the running instance. */
  announce(note: InstanceNote): void;
  release(): void;
}

const LOCK = 'instance.lock';
const NOTE = 'instance.json';
const SQLITE_BUSY = 5;

/** Where the app keeps its data when nobody says otherwise. */
export function defaultDataFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Headroom');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Headroom');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'headroom');
}

/**
 * Makes the folder (readable by its owner alone) and takes it for this process. The lock is the operating system's own,
 * held through an open database, so a killed process never leaves it behind. Throws DataFolderError.
 */
export function openDataFolder(path: string): DataFolder {
  prepare(path);
  const lock = takeLock(path);
  return {
    path,
    announce(note) {
      writeFileSync(join(path, NOTE), JSON.stringify(note), { mode: 0o600 });
    },
    release() {
      rmSync(join(path, NOTE), { force: true });
      lock.close();
    },
  };
}

/** What the running instance wrote about itself; null when there is none. */
export function readInstanceNote(path: string): InstanceNote | null {
  try {
    const note = JSON.parse(readFileSync(join(path, NOTE), 'utf8')) as Partial<InstanceNote>;
    return typeof note.pid === 'number' && typeof note.port === 'number' ? { pid: note.pid, port: note.port } : null;
  } catch {
    return null;
  }
}

function prepare(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!statSync(path).isDirectory()) throw new Error('it is a file');
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    writeFileSync(join(path, '.probe'), '');
    rmSync(join(path, '.probe'));
    chmodSync(path, 0o700);
  } catch (error) {
    throw new DataFolderError(
      'unwritable',
      `The data folder ${path} cannot be written (${reasonOf(error)}). Nothing was changed. ` +
        'Give this user write access to it, or choose another one with --data-dir DIR.',
    );
  }
}

function takeLock(path: string): DatabaseSync {
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(join(path, LOCK));
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (one INTEGER);');
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error)) throw new DataFolderError('locked', lockedText(path));
    throw new DataFolderError(
      'unreadable',
      `The lock of the data folder ${path} cannot be used (${reasonOf(error)}). Nothing was changed. ` +
        `If no Headroom is running on it, move ${join(path, LOCK)} away and start again.`,
    );
  }
}

function lockedText(path: string): string {
  const note = readInstanceNote(path);
  const who = note === null ? 'Another Headroom' : `Another Headroom (process ${note.pid}, port ${note.port})`;
  return (
    `${who} is using the data folder ${path}. Nothing was changed. ` +
    'Use the running one (npm run code prints a fresh link to it), stop it, or choose another folder with --data-dir DIR.'
  );
}

function isBusy(error: unknown): boolean {
  return (error as { readonly errcode?: unknown }).errcode === SQLITE_BUSY;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}
