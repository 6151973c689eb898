import { constants, copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { DataFolderError } from './data-folder.ts';
import { storedVersion } from './file-header.ts';
import { keepPrivate } from './keep-private.ts';
import { noteReplacing } from './replacing-note.ts';
import { freePlace, moveAside, outerFault, sizeOf } from './set-aside.ts';
import { areEndsReadable, hasSchemaOf, isWholeSound } from './soundness.ts';
import { faultOf } from './sqlite-codes.ts';

export interface Schema {
  /** What the file is, for messages: "request log". */
  readonly title: string;
  /** One text of SQL per version; the first makes version 1. Applied in order, each in a transaction of its own. */
  readonly migrations: readonly string[];
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Rows of a damaged file are to be saved: where it was moved to is noted first. */
  readonly isSalvaged?: boolean;
}

export interface OpenedDatabase {
  readonly db: DatabaseSync;
  /** Where a damaged file was moved to; null when all was well. */
  readonly replaced: string | null;
  /** False for a file too large to be read whole at start. */
  readonly isChecked: boolean;
}

// Read whole within a fraction of the time a start may take, also from a slow disk.
const WHOLE_CHECK_BYTES = 16 * 1024 * 1024;
// The journal is written on the main thread, which must not stand still for long.
const PATIENCE_MS = 1_000;
const LOG_BYTES_KEPT = 64 * 1024 * 1024;

/**
 * Opens a store: checks it, migrates it (with a copy of the old file beside it), and sets it up for one writer.
 * A damaged file is moved aside whole, never deleted, and a fresh one takes its place. A file from a newer version is
 * left as it is: throws DataFolderError of kind `newer`. `stamp` goes into the names of copies.
 */
export function openDatabase(path: string, schema: Schema, stamp: string): OpenedDatabase {
  try {
    return openOrReplace(path, schema, stamp);
  } catch (error) {
    throw error instanceof DataFolderError ? error : unusable(path, schema, error);
  }
}

function openOrReplace(path: string, schema: Schema, stamp: string): OpenedDatabase {
  const isChecked = (sizeOf(path) ?? 0) <= WHOLE_CHECK_BYTES;
  const found = outerFault(path) === null ? tryOpen(path, schema, stamp, isChecked) : null;
  if (found !== null) return { db: found, replaced: null, isChecked };
  const replaced = moveAside(path, stamp, (place) => {
    if (schema.isSalvaged === true) noteReplacing(path, place);
  });
  const fresh = tryOpen(path, schema, stamp, true);
  if (fresh === null) {
    throw new DataFolderError(
      'unreadable',
      `The ${schema.title} ${path} cannot be made. The damaged file is kept at ${replaced}.`,
    );
  }
  return { db: fresh, replaced, isChecked: true };
}

/** Null: the file is damaged. */
function tryOpen(path: string, schema: Schema, stamp: string, isWhole: boolean): DatabaseSync | null {
  const isNew = sizeOf(path) === null;
  const version = isNew ? 0 : storedVersion(path);
  if (version === null) return null;
  refuseNewer(version, path, schema);
  try {
    if (!isNew && !isSound(path, version, schema, isWhole)) return null;
    if (version > 0 && version < schema.migrations.length) copyBeside(path, version, schema, stamp);
    return openToWrite(path, schema, version);
  } catch (error) {
    if (faultOf(error) === 'damaged') return null;
    throw error;
  }
}

// Read-only, so that a damaged file is still as it was found when it is moved aside: a writer would fold its log in.
function isSound(path: string, version: number, schema: Schema, isWhole: boolean): boolean {
  const isHot = (sizeOf(`${path}-journal`) ?? 0) > 0;
  const db = new DatabaseSync(path, { readOnly: !isHot, timeout: PATIENCE_MS });
  try {
    if (!hasSchemaOf(db, schema.migrations.slice(0, version))) return false;
    return isWhole ? isWholeSound(db) : areEndsReadable(db);
  } finally {
    db.close();
  }
}

/** Set up and brought to the newest version; a new file is made. */
function openToWrite(path: string, schema: Schema, version: number): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: PATIENCE_MS });
  try {
    keepPrivate(path, 0o600);
    setUp(db, schema, version);
    migrate(db, version, schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function setUp(db: DatabaseSync, schema: Schema, version: number): void {
  // Takes effect before the first table only; each time it is set it writes.
  if (version === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL');
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  // Without a write-ahead log, as on some network disks, NORMAL could leave a torn file behind a power cut.
  db.exec(`PRAGMA synchronous = ${mode === 'wal' ? schema.synchronous : 'FULL'}`);
  db.exec(`PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA journal_size_limit = ${LOG_BYTES_KEPT}`);
}

function migrate(db: DatabaseSync, from: number, schema: Schema): void {
  for (const [index, sql] of schema.migrations.entries()) {
    if (index >= from) db.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

// Opened and closed first, which folds the log in, so that the copy holds all there is.
function copyBeside(path: string, version: number, schema: Schema, stamp: string): void {
  const upToThen = { ...schema, migrations: schema.migrations.slice(0, version) };
  openToWrite(path, upToThen, version).close();
  const copy = freePlace(`${path}.v${version}-${stamp}`);
  copyFileSync(path, copy, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
}

function refuseNewer(version: number, path: string, schema: Schema): void {
  if (version <= schema.migrations.length) return;
  throw new DataFolderError(
    'newer',
    `The ${schema.title} ${path} was written by a newer Headroom (schema ${version}, this one knows ${schema.migrations.length}). ` +
      'It was left untouched. Update Headroom, or choose another folder with --data-dir DIR.',
  );
}

function unusable(path: string, schema: Schema, error: unknown): DataFolderError {
  const reason = error instanceof Error ? error.message : String(error);
  const fault = faultOf(error);
  if (fault === 'busy')
    return new DataFolderError(
      'locked',
      `The ${schema.title} ${path} is in use by another program. Nothing was changed.`,
    );
  const isSystem = fault === 'unwritable' || (error as NodeJS.ErrnoException).syscall !== undefined;
  return new DataFolderError(
    isSystem ? 'unwritable' : 'unreadable',
    `The ${schema.title} ${path} cannot be used (${reason}). What it holds was kept. ` +
      'Check the disk and the access rights, or choose another folder with --data-dir DIR.',
  );
}
