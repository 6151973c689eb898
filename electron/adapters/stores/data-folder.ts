import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type InstanceNote, readNote, removeNote, writeNote } from './instance-note.ts';
import { keepPrivate } from './keep-private.ts';
import { makeFolder } from './make-folder.ts';
import { faultOf } from './sqlite-codes.ts';

export type { InstanceNote } from './instance-note.ts';

/** A data folder that cannot be used. `message` says what is wrong, what was kept and what to do. */
export class DataFolderError extends Error {
  readonly kind: 'unwritable' | 'locked' | 'newer' | 'unreadable';

  constructor(kind: DataFolderError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface DataFolder {
  readonly path: string;
  /** Lets other programs of this user find the running instance. */
  announce(note: InstanceNote): void;
  release(): void;
}

const LOCK = 'instance.lock';
// Two that start together may hold each other up for a moment; one that runs holds the lock for good.
const LOCK_PATIENCE_MS = 500;

// A lock nobody refers to would be closed, and so given up, by the garbage collector.
const heldLocks = new Set<DatabaseSync>();

/** Where the app keeps its data when nobody says otherwise. */
export function defaultDataFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Headroom');
  if (platform === 'win32') return join(env['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), 'Headroom');
  // A relative path is to be ignored (XDG Base Directory Specification 0.8).
  const dataHome = env['XDG_DATA_HOME'] ?? '';
  return join(isAbsolute(dataHome) ? dataHome : join(homedir(), '.local', 'share'), 'headroom');
}

/**
 * Makes the folder (readable by its owner alone) and takes it for this process. The lock is the operating system's own,
 * held through an open database, so a killed process never leaves it behind. Throws DataFolderError.
 */
export function openDataFolder(path: string): DataFolder {
  prepare(path);
  const lock = takeLock(path);
  removeNote(path);
  return {
    path,
    announce: (note) => writeNote(path, note),
    release() {
      if (!heldLocks.delete(lock)) return;
      removeNote(path);
      lock.close();
    },
  };
}

/** What the running instance wrote about itself; null when none runs, also after one was killed. */
export function readInstanceNote(path: string): InstanceNote | null {
  return isHeld(path) ? readNote(path) : null;
}

function prepare(path: string): void {
  const probe = join(path, `.probe-${process.pid}`);
  try {
    // A folder of the user's own that holds other things keeps its access rights.
    if (makeFolder(path)) keepPrivate(path, 0o700);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    writeFileSync(probe, '');
    rmSync(probe, { force: true });
  } catch (error) {
    throw new DataFolderError(
      'unwritable',
      `The data folder ${path} cannot be written (${reasonOf(error)}). Nothing was changed. ` +
        'Give this user write access to it, or choose another one with --data-dir DIR.',
    );
  }
}

// Nothing is ever written into it, so a kill leaves no journal to recover. The lock of a process ends when any of its
// handles to the file is closed (POSIX), so nothing else here may open it but SQLite, which keeps count.
function takeLock(path: string): DatabaseSync {
  const file = join(path, LOCK);
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(file, { timeout: LOCK_PATIENCE_MS });
    keepPrivate(file, 0o600);
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    heldLocks.add(lock);
    return lock;
  } catch (error) {
    lock?.close();
    if (faultOf(error) === 'busy') throw new DataFolderError('locked', lockedText(path));
    throw new DataFolderError(
      'unreadable',
      `The lock of the data folder ${path} cannot be used (${reasonOf(error)}). Nothing was changed. ` +
        `If no Headroom is running on it, move ${file} away and start again.`,
    );
  }
}

function isHeld(path: string): boolean {
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(join(path, LOCK), { readOnly: true, timeout: 0 });
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    return faultOf(error) === 'busy';
  } finally {
    lock?.close();
  }
}

function lockedText(path: string): string {
  const note = readNote(path);
  const who = note === null ? 'Another Headroom' : `Another Headroom (process ${note.pid}, port ${note.port})`;
  return (
    `${who} is using the data folder ${path}. Nothing was changed. ` +
    'Use the running one (npm run code prints a fresh link to it), stop it, or choose another folder with --data-dir DIR.'
  );
}

// Node gives every failure of SQLite the same code; its message tells more.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined || code.startsWith('ERR_') ? error.message : code;
}
